-- Keeps what a leader committed to.
-- one
-- param leader_id int
-- param what text
-- param made_day int
-- param due_day int
-- param noted_by text
-- param noted_us int
-- returns id int
INSERT INTO commitment (leader_id, what, made_day, due_day, noted_by, noted_us)
VALUES (:leader_id, :what, :made_day, :due_day, :noted_by, :noted_us)
RETURNING id
