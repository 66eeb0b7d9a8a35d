-- Lists who has the ear of whom now.
-- scan: a few dozen, all wanted
-- returns id int
-- returns leader_id int
-- returns over_id int
-- returns from_day int
SELECT id, leader_id, over_id, from_day FROM influence WHERE ended_day IS NULL ORDER BY id
