-- Names a unit of a pilot.
-- param pilot_id int
-- param unit_key text
-- param label text
-- param is_treated int
INSERT INTO pilot_unit (pilot_id, unit_key, label, is_treated)
VALUES (:pilot_id, :unit_key, :label, :is_treated)
