-- Lists what a sponsor was seen to do, newest first.
-- param leader_id int
-- returns duty text
-- returns what text
-- returns day int
-- returns seen_by text
SELECT duty, what, day, seen_by FROM duty_seen WHERE leader_id = :leader_id ORDER BY day DESC, id DESC
