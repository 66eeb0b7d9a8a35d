-- Records a reorganisation.
-- one
-- param kind text
-- param from_day int
-- param undoes_id int?
-- param reason text
-- param recorded_us int
-- param recorded_by text
-- returns id int
INSERT INTO department_change (kind, from_day, undoes_id, reason, recorded_us, recorded_by)
VALUES (:kind, :from_day, :undoes_id, :reason, :recorded_us, :recorded_by) RETURNING id
