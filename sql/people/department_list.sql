-- Lists the departments by name, of any date.
-- scan: departments are few and all are wanted
-- returns id int
-- returns key text
-- returns name text
-- returns from_day int?
-- returns to_day int?
SELECT id, key, name, from_day, to_day FROM department ORDER BY name, id
