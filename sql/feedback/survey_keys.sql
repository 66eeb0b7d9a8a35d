-- Lists the keys of all surveys.
-- scan: surveys are few and all are wanted
-- returns id int
-- returns key text
SELECT id, key FROM survey ORDER BY key
