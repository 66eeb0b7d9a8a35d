-- Finds the latest job of a kind and a key, ended or not.
-- param kind text
-- param key text
-- returns id int
SELECT id FROM job WHERE kind = :kind AND key = :key ORDER BY id DESC LIMIT 1
