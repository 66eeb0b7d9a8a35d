-- Ends a promise; nothing when it has ended.
-- param id int
-- param day int
-- param outcome text
-- param by text
-- returns id int
UPDATE promise SET ended_day = :day, outcome = :outcome, ended_by = :by
WHERE id = :id AND ended_day IS NULL
RETURNING id
