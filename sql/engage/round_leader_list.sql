-- Lists who is met in which round.
-- scan: some hundreds, all wanted
-- returns round_id int
-- returns leader_id int
-- returns added_day int
-- returns excused_day int?
-- returns excused_reason text?
SELECT round_id, leader_id, added_day, excused_day, excused_reason FROM round_leader
ORDER BY round_id, leader_id
