-- Lists to whom each leader reports on a day.
-- scan: leaders are few and all are wanted
-- param day int
-- returns leader_id int
-- returns superior_id int?
-- returns superior_name text
SELECT m.leader_id, m.superior_id, m.superior_name
FROM leader_superior m
WHERE m.id = (SELECT o.id FROM leader_superior o
              WHERE o.leader_id = m.leader_id AND o.from_day <= :day
              ORDER BY o.from_day DESC, o.id DESC LIMIT 1)
