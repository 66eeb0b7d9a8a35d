-- Who heads which department on a day, by name.
-- param day int
-- returns department_id int
-- returns leader_id int
-- returns name text
-- scan: the terms of everybody in office
SELECT t.department_id, t.leader_id, l.name
FROM term AS t
JOIN leader AS l ON l.id = t.leader_id
WHERE t.department_id IS NOT NULL AND (t.from_day IS NULL OR t.from_day <= :day)
  AND (t.to_day IS NULL OR t.to_day >= :day)
ORDER BY l.name, l.id
