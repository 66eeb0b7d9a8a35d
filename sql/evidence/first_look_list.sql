-- The first looks at findings that live on a day or later, oldest record first.
-- param since_day int
-- returns finding_id int
-- returns step text
-- returns leader_id int?
-- returns text text?
-- returns day int
-- returns name text
-- scan: of all that is alive
SELECT l.finding_id, l.step, l.leader_id, l.text, l.day, l.name
FROM first_look AS l
JOIN finding AS f ON f.id = l.finding_id
WHERE f.until_day >= :since_day
ORDER BY l.id
