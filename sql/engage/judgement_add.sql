-- Keeps what somebody thinks of a leader.
-- param leader_id int
-- param aspect text
-- param value int
-- param day int
-- param reason text
-- param rater text
-- param recorded_by text
-- param recorded_us int
INSERT INTO judgement (leader_id, aspect, value, day, reason, rater, recorded_by, recorded_us)
VALUES (:leader_id, :aspect, :value, :day, :reason, :rater, :recorded_by, :recorded_us)
