-- Lists the modes of a survey.
-- param survey_id int
-- returns id int
-- returns key text
-- returns label text
SELECT id, key, label FROM mode WHERE survey_id = :survey_id ORDER BY id
