-- Ends a step of a plan; nothing when it has ended.
-- param id int
-- param plan text
-- param day int
-- param outcome text
-- param progress text?
UPDATE coach_step SET ended_day = :day, outcome = :outcome, progress = :progress
WHERE id = :id AND plan = :plan AND ended_day IS NULL
