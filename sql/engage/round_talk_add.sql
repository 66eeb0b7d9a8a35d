-- Keeps a one-on-one of a round.
-- one
-- param round_id int
-- param leader_id int
-- param note_id int
-- param day int
-- param said text?
-- param recorded_by text
-- param recorded_us int
-- returns id int
INSERT INTO round_talk (round_id, leader_id, note_id, day, said, recorded_by, recorded_us)
VALUES (:round_id, :leader_id, :note_id, :day, :said, :recorded_by, :recorded_us)
RETURNING id
