-- Lists the leaders by name.
-- scan: leaders are few and all are wanted
-- returns id int
-- returns key text
-- returns name text
-- returns email text?
SELECT id, key, name, email FROM leader ORDER BY name, id
