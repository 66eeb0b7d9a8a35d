-- Finds a version of a survey by its key.
-- one
-- param survey_id int
-- param key text
-- returns id int
SELECT COALESCE(max(id), 0) AS id FROM survey_version WHERE survey_id = :survey_id AND key = :key
