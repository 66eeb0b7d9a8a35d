-- Lists the questions of all rounds, in order.
-- scan: a few a round, all wanted
-- returns round_id int
-- returns position int
-- returns text text
SELECT round_id, position, text FROM round_question ORDER BY round_id, position
