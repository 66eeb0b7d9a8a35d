-- Lists what is planned with a leader, the next first: its time, and nothing of what it is about.
-- param leader_id int
-- returns id int
-- returns day int
-- returns minute int
-- returns minutes int
SELECT id, day, minute, minutes
FROM appointment
WHERE leader_id = :leader_id AND outcome IS NULL
ORDER BY day, minute, id
