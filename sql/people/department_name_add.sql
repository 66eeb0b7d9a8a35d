-- Records a department's name from a day on.
-- param department_id int
-- param from_day int
-- param name text
-- param reason text
-- param recorded_us int
-- param recorded_by text
INSERT INTO department_name (department_id, from_day, name, reason, recorded_us, recorded_by)
VALUES (:department_id, :from_day, :name, :reason, :recorded_us, :recorded_by)
