-- Adds a promise.
-- param note_id int
-- param leader_id int
-- param direction text
-- param what text
-- param made_day int
-- param due_day int?
-- param ended_day int?
-- param outcome text?
-- param ended_by text?
INSERT INTO promise (note_id, leader_id, direction, what, made_day, due_day, ended_day, outcome, ended_by)
VALUES (:note_id, :leader_id, :direction, :what, :made_day, :due_day, :ended_day, :outcome, :ended_by)
