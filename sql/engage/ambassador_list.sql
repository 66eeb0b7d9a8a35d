-- Lists ambassadors, those still there first, then by name.
-- scan: a program has some dozens
-- returns id int
-- returns name text
-- returns department_id int
-- returns department text
-- returns hours_month int
-- returns from_day int
-- returns ended_day int?
-- returns reason text?
SELECT ambassador.id, ambassador.name, ambassador.department_id, department.name AS department,
       ambassador.hours_month, ambassador.from_day, ambassador.ended_day, ambassador.reason
FROM ambassador JOIN department ON department.id = ambassador.department_id
ORDER BY ambassador.ended_day IS NOT NULL, ambassador.name, ambassador.id
