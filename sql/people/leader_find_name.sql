-- Finds the leaders of exactly this name.
-- scan: leaders are few
-- param name text
-- returns id int
SELECT id FROM leader WHERE name = :name ORDER BY id
