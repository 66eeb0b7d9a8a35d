-- The open import of a file by a mapping; 0 if there is none.
-- one
-- param original_id int
-- param mapping text
-- returns id int
SELECT COALESCE(max(id), 0) AS id
FROM import_file
WHERE state <> 'done' AND ended_us IS NULL AND cancelled_by IS NULL AND failure IS NULL
    AND original_id = :original_id AND mapping = :mapping
