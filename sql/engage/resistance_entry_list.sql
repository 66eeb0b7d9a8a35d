-- Lists what was noted of resistance since a day, case by case, oldest first.
-- scan: a program has some dozens
-- param since int
-- returns resistance_id int
-- returns leader_id int
-- returns kind text
-- returns key text
-- returns what text
-- returns day int
-- returns due_day int?
-- returns noted_by text
SELECT resistance_entry.resistance_id, resistance.leader_id, resistance_entry.kind, resistance_entry.key,
       resistance_entry.what, resistance_entry.day, resistance_entry.due_day, resistance_entry.noted_by
FROM resistance_entry JOIN resistance ON resistance.id = resistance_entry.resistance_id
WHERE resistance_entry.day >= :since
ORDER BY resistance_entry.resistance_id, resistance_entry.id
