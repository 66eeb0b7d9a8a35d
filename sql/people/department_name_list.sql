-- Lists the names departments were given, by day, then as recorded.
-- scan: renamings are few and all are wanted
-- returns department_id int
-- returns from_day int
-- returns name text
-- returns reason text
-- returns recorded_us int
-- returns recorded_by text
SELECT department_id, from_day, name, reason, recorded_us, recorded_by
FROM department_name ORDER BY from_day, id
