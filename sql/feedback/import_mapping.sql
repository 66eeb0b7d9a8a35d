-- Reads the mapping an import used.
-- param id int
-- returns mapping text
SELECT mapping FROM import_file WHERE id = :id
