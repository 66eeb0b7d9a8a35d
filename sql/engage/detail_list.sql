-- Lists what is known of leaders, newest first.
-- scan: a program has some hundreds
-- returns id int
-- returns leader_id int
-- returns kind text
-- returns what text
-- returns day int
-- returns ended_day int?
-- returns answer text?
SELECT id, leader_id, kind, what, day, ended_day, answer FROM detail ORDER BY day DESC, id DESC
