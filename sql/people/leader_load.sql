-- Reads one leader.
-- param id int
-- returns id int
-- returns key text
-- returns name text
-- returns email text?
SELECT id, key, name, email FROM leader WHERE id = :id
