-- Which parts of a quarter were tested already.
-- param survey_id int
-- param to_day int
-- returns part text
SELECT part FROM finding_family WHERE survey_id = :survey_id AND to_day = :to_day ORDER BY part
