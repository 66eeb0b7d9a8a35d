-- Of which survey a pilot is.
-- param id int
-- returns survey_key text
SELECT survey.key AS survey_key
FROM pilot
JOIN survey ON survey.id = pilot.survey_id
WHERE pilot.id = :id
