-- The response that has waited the longest, 0 if none does.
-- one
-- param survey_id int
-- returns id int
SELECT COALESCE(min(w.response_id), 0) AS id FROM answer_waiting w
WHERE w.survey_id = :survey_id AND w.number IS NULL
