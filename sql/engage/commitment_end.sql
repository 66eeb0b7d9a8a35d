-- Says what became of a commitment.
-- param id int
-- param outcome text
-- param evidence text?
-- param day int
-- param by text
UPDATE commitment SET outcome = :outcome, evidence = :evidence, ended_day = :day, ended_by = :by
WHERE id = :id AND outcome IS NULL
