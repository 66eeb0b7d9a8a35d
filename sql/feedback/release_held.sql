-- Lists what waits, with what is shown meanwhile.
-- many
-- param survey_id int
-- returns response_id int
-- returns was_id int?
SELECT response_id, was_id FROM answer_waiting WHERE survey_id = :survey_id AND number IS NULL
ORDER BY response_id
