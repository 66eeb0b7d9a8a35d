-- Keeps a leader's tier and owner from today on.
-- param leader_id int
-- param tier int
-- param owner text?
-- param day int
-- param set_by text
-- param set_us int
INSERT INTO leader_care (leader_id, tier, owner, day, set_by, set_us)
VALUES (:leader_id, :tier, :owner, :day, :set_by, :set_us)
