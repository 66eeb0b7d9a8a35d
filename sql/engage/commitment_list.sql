-- Lists what leaders committed to, the first due first.
-- scan: some dozens, all wanted
-- returns id int
-- returns leader_id int
-- returns what text
-- returns made_day int
-- returns due_day int
-- returns outcome text?
-- returns evidence text?
-- returns ended_day int?
SELECT id, leader_id, what, made_day, due_day, outcome, evidence, ended_day
FROM commitment ORDER BY due_day, id
