-- Keeps that a duty of the sponsor was seen done.
-- one
-- param leader_id int
-- param duty text
-- param what text
-- param day int
-- param by text
-- param at_us int
-- returns id int
INSERT INTO duty_seen (leader_id, duty, what, day, seen_by, noted_us)
VALUES (:leader_id, :duty, :what, :day, :by, :at_us)
RETURNING id
