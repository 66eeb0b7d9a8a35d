-- Finds the latest revision of a response by what the source calls it.
-- param version_id int
-- param source_key text
-- returns id int
-- returns revision int
-- returns digest blob
SELECT id, revision, digest
FROM response
WHERE version_id = :version_id AND source_key = :source_key
ORDER BY revision DESC
LIMIT 1
