-- The mode of that key, added if there is none, with this label.
-- one
-- param survey_id int
-- param key text
-- param label text
-- returns id int
INSERT INTO mode (survey_id, key, label) VALUES (:survey_id, :key, :label)
ON CONFLICT (survey_id, key) DO UPDATE SET label = excluded.label
RETURNING id
