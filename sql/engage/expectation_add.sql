-- Keeps what the overall rating of a survey is expected to become.
-- one
-- param survey_id int
-- param from_day int
-- param start_value real
-- param year1 real
-- param year2 real
-- param year3 real
-- param year4 real?
-- param year5 real?
-- param agreed_with text
-- param by text
-- param at_us int
-- returns id int
INSERT INTO expectation (survey_id, from_day, start_value, year1, year2, year3, year4, year5, agreed_with, set_by, set_us)
VALUES (:survey_id, :from_day, :start_value, :year1, :year2, :year3, :year4, :year5, :agreed_with, :by, :at_us)
RETURNING id
