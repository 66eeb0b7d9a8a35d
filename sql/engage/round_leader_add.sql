-- Adds a leader to a round, or takes their excuse back.
-- param round_id int
-- param leader_id int
-- param day int
INSERT INTO round_leader (round_id, leader_id, added_day) VALUES (:round_id, :leader_id, :day)
ON CONFLICT (round_id, leader_id) DO UPDATE SET excused_day = NULL, excused_reason = NULL
