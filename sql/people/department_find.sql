-- Finds a department by its key.
-- param key text
-- returns id int
SELECT id FROM department WHERE key = :key
