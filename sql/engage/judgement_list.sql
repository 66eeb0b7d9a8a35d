-- Lists the judgements since a day, newest first.
-- param since int
-- param until int
-- returns id int
-- returns leader_id int
-- returns aspect text
-- returns value int
-- returns day int
-- returns reason text
-- returns rater text
SELECT id, leader_id, aspect, value, day, reason, rater
FROM judgement WHERE day >= :since AND day <= :until ORDER BY day DESC, id DESC
