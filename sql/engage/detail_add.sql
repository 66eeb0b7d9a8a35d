-- Keeps something known of a leader.
-- one
-- param leader_id int
-- param kind text
-- param what text
-- param day int
-- param noted_by text
-- param noted_us int
-- returns id int
INSERT INTO detail (leader_id, kind, what, day, noted_by, noted_us)
VALUES (:leader_id, :kind, :what, :day, :noted_by, :noted_us)
RETURNING id
