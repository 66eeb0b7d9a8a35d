-- Ends something known of a leader, with what was answered.
-- param id int
-- param day int
-- param answer text?
-- returns leader_id int
UPDATE detail SET ended_day = :day, answer = :answer WHERE id = :id AND ended_day IS NULL
RETURNING leader_id
