-- The key of the latest job of a kind.
-- param kind text
-- returns key text?
SELECT key FROM job WHERE kind = :kind ORDER BY id DESC LIMIT 1
