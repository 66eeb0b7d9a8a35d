-- Finds a survey by its key.
-- param key text
-- returns id int
-- returns key text
-- returns title text
-- returns zone text
-- returns is_weighted int
SELECT id, key, title, zone, is_weighted FROM survey WHERE key = :key
