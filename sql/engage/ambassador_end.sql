-- Ends an ambassador's time; nothing when it has ended.
-- param id int
-- param day int
-- param reason text?
UPDATE ambassador SET ended_day = :day, reason = :reason WHERE id = :id AND ended_day IS NULL
