-- Calls off a pilot that has not been tested.
-- param id int
-- param day int
UPDATE pilot
SET withdrawn_day = :day
WHERE id = :id
  AND withdrawn_day IS NULL
  AND NOT EXISTS (SELECT 1 FROM pilot_result WHERE pilot_result.pilot_id = :id)
