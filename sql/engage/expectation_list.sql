-- Lists what was expected of a survey's overall rating, the newest first.
-- param survey_id int
-- returns id int
-- returns from_day int
-- returns start_value real
-- returns year1 real
-- returns year2 real
-- returns year3 real
-- returns year4 real?
-- returns year5 real?
-- returns agreed_with text
-- returns set_by text
-- returns set_us int
SELECT id, from_day, start_value, year1, year2, year3, year4, year5, agreed_with, set_by, set_us
FROM expectation WHERE survey_id = :survey_id ORDER BY id DESC
