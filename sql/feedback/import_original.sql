-- Finds the original of an import.
-- param id int
-- returns original_id int
SELECT original_id FROM import_file WHERE id = :id
