-- Ends what was said of a subject: a newer finding takes its place.
-- param subject text
-- param day int
UPDATE finding SET ended_day = :day WHERE subject = :subject AND ended_day IS NULL
