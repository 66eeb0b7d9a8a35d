-- Dates the beginning of a term whose first day was not known.
-- param id int
-- param from_day int
UPDATE term SET from_day = :from_day WHERE id = :id AND from_day IS NULL
