-- Lists what leaders said, the newest first.
-- scan: some hundreds, all wanted
-- returns id int
-- returns leader_id int
-- returns day int
-- returns channel text
-- returns audience text
-- returns about text
SELECT id, leader_id, day, channel, audience, about
FROM communication WHERE withdrawn_us IS NULL ORDER BY day DESC, id DESC
