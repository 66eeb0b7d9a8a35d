-- Lists the reorganisations with what became of what, by day, then as recorded.
-- scan: reorganisations are few and all are wanted
-- returns id int
-- returns kind text
-- returns from_day int
-- returns undoes_id int?
-- returns reason text
-- returns recorded_us int
-- returns recorded_by text
-- returns before_id int?
-- returns after_id int?
-- returns is_new int?
SELECT c.id, c.kind, c.from_day, c.undoes_id, c.reason, c.recorded_us, c.recorded_by,
       p.before_id, p.after_id, p.is_new
FROM department_change c LEFT JOIN department_change_part p ON p.change_id = c.id
ORDER BY c.from_day, c.id, p.id
