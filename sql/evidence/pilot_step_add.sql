-- Adds a step of a roll-out.
-- param pilot_id int
-- param unit text
-- param on_day int
-- param note text?
-- param recorded_us int
-- param actor text
INSERT INTO pilot_step (pilot_id, unit, on_day, note, recorded_us, actor)
VALUES (:pilot_id, :unit, :on_day, :note, :recorded_us, :actor)
