-- Keeps a goal.
-- one
-- param what text
-- param priority_id int?
-- param set_day int
-- param set_by text
-- param set_us int
-- returns id int
INSERT INTO goal (what, priority_id, set_day, set_by, set_us)
VALUES (:what, :priority_id, :set_day, :set_by, :set_us)
RETURNING id
