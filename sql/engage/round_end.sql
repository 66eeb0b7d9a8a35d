-- Ends a round.
-- param id int
-- param day int
UPDATE round SET ended_day = :day WHERE id = :id AND ended_day IS NULL
