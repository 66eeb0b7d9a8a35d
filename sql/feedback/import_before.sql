-- The open import into the same version that comes before another one.
-- param version_id int
-- param id int
-- returns id int
-- returns file_name text
SELECT id, file_name
FROM import_file
WHERE state <> 'done' AND ended_us IS NULL AND version_id = :version_id AND id < :id
ORDER BY id
LIMIT 1
