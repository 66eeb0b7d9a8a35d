-- The respondent the source calls so, added if there is none.
-- one
-- param survey_id int
-- param source_key text
-- returns id int
INSERT INTO respondent (survey_id, source_key) VALUES (:survey_id, :source_key)
ON CONFLICT (survey_id, source_key) DO UPDATE SET source_key = excluded.source_key
RETURNING id
