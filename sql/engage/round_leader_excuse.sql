-- Excuses a leader from a round.
-- param round_id int
-- param leader_id int
-- param day int
-- param reason text
UPDATE round_leader SET excused_day = :day, excused_reason = :reason
WHERE round_id = :round_id AND leader_id = :leader_id
