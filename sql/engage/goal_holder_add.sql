-- A leader holds a goal from a day on.
-- param goal_id int
-- param leader_id int
-- param day int
-- param said_by text
INSERT INTO goal_holder (goal_id, leader_id, from_day, said_by)
VALUES (:goal_id, :leader_id, :day, :said_by)
