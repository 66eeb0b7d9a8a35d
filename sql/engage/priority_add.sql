-- Adds a leader's priority.
-- param note_id int
-- param leader_id int
-- param what text
-- param from_day int
INSERT INTO priority (note_id, leader_id, what, from_day)
VALUES (:note_id, :leader_id, :what, :from_day)
