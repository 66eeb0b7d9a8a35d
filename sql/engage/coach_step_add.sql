-- Adds a step to somebody's plan.
-- one
-- param leader_id int
-- param plan text
-- param what text
-- param due_day int?
-- param day int
-- param by text
-- param at_us int
-- returns id int
INSERT INTO coach_step (leader_id, plan, what, due_day, day, added_by, added_us)
VALUES (:leader_id, :plan, :what, :due_day, :day, :by, :at_us)
RETURNING id
