-- Adds an item to a survey.
-- one
-- param survey_id int
-- param key text
-- param label text
-- param role text
-- param department_id int?
-- returns id int
INSERT INTO item (survey_id, key, label, role, department_id)
VALUES (:survey_id, :key, :label, :role, :department_id)
RETURNING id
