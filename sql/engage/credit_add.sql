-- Adds thanks.
-- param note_id int
-- param leader_id int?
-- param department_id int?
-- param what text?
-- param day int
INSERT INTO credit (note_id, leader_id, department_id, what, day)
VALUES (:note_id, :leader_id, :department_id, :what, :day)
