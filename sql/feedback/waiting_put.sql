-- Keeps a response waiting; one that waits already stands beside what is shown now.
-- param response_id int
-- param survey_id int
-- param was_id int?
INSERT INTO answer_waiting (response_id, survey_id, was_id) VALUES (:response_id, :survey_id, :was_id)
ON CONFLICT (response_id) DO UPDATE SET was_id = :was_id
