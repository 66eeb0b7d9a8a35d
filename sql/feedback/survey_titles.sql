-- Lists the surveys by title, without counting what they hold.
-- scan: surveys are few and all are wanted
-- returns id int
-- returns key text
-- returns title text
SELECT id, key, title FROM survey ORDER BY title, id
