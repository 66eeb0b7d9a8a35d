-- Reads one survey.
-- param id int
-- returns id int
-- returns key text
-- returns title text
-- returns zone text
-- returns is_weighted int
SELECT id, key, title, zone, is_weighted FROM survey WHERE id = :id
