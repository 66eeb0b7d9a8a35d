-- Lists the steps of one kind of plan, the first due first.
-- scan: a program has some dozens
-- param plan text
-- returns id int
-- returns leader_id int
-- returns what text
-- returns due_day int?
-- returns ended_day int?
-- returns outcome text?
-- returns progress text?
-- returns day int
-- returns added_by text
SELECT id, leader_id, what, due_day, ended_day, outcome, progress, day, added_by
FROM coach_step WHERE plan = :plan ORDER BY coalesce(due_day, day + 36600), id
