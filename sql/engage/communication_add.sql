-- Keeps what a leader said.
-- one
-- param leader_id int
-- param day int
-- param channel text
-- param audience text
-- param about text
-- param noted_by text
-- param noted_us int
-- returns id int
INSERT INTO communication (leader_id, day, channel, audience, about, noted_by, noted_us)
VALUES (:leader_id, :day, :channel, :audience, :about, :noted_by, :noted_us)
RETURNING id
