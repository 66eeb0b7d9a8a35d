-- Adds a term of office.
-- param leader_id int
-- param department_id int?
-- param title text
-- param from_day int?
-- param to_day int?
-- returns id int
INSERT INTO term (leader_id, department_id, title, from_day, to_day)
VALUES (:leader_id, :department_id, :title, :from_day, :to_day) RETURNING id
