-- Ends who has the ear of whom.
-- param id int
-- param day int
UPDATE influence SET ended_day = :day WHERE id = :id AND ended_day IS NULL
