-- A leader gives a goal up.
-- param goal_id int
-- param leader_id int
-- param day int
UPDATE goal_holder SET to_day = :day
WHERE goal_id = :goal_id AND leader_id = :leader_id AND to_day IS NULL
