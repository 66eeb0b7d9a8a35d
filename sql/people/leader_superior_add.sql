-- Records to whom a leader reports.
-- param leader_id int
-- param superior_id int?
-- param superior_name text
-- param from_day int
INSERT INTO leader_superior (leader_id, superior_id, superior_name, from_day)
VALUES (:leader_id, :superior_id, :superior_name, :from_day)
