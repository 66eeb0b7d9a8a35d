-- Closes days.
-- one
-- param from_day int
-- param to_day int
-- param reason text
-- param said_by text
-- param said_us int
-- returns id int
INSERT INTO closed_days (from_day, to_day, reason, said_by, said_us)
VALUES (:from_day, :to_day, :reason, :said_by, :said_us)
RETURNING id
