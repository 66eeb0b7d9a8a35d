-- Says what became of a goal.
-- param id int
-- param outcome text
-- param words text
-- param day int
-- param by text
UPDATE goal SET outcome = :outcome, words = :words, ended_day = :day, ended_by = :by
WHERE id = :id AND outcome IS NULL
