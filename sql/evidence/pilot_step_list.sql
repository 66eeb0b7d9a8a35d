-- Lists the steps of a roll-out by day.
-- param pilot_id int
-- returns id int
-- returns unit text
-- returns on_day int
-- returns note text?
SELECT id, unit, on_day, note
FROM pilot_step
WHERE pilot_id = :pilot_id
ORDER BY on_day, id
