-- Lists what ambassadors did since a day, newest first.
-- scan: a program has some hundreds
-- param since int
-- returns ambassador_id int
-- returns kind text
-- returns what text
-- returns minutes int
-- returns day int
SELECT ambassador_id, kind, what, minutes, day FROM ambassador_act WHERE day >= :since ORDER BY day DESC, id DESC
