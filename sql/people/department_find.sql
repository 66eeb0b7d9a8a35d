-- Finds a department by its key.
-- param key text
-- returns id int
-- returns key text
-- returns name text
-- returns from_day int?
-- returns to_day int?
SELECT id, key, name, from_day, to_day FROM department WHERE key = :key
