-- Says of all imports of a survey that were done before there were releases that they came with the first.
-- param survey_id int
-- param import_id int
INSERT INTO answer_release_import (import_id, survey_id, number)
SELECT f.id, f.survey_id, 1 FROM import_file f
WHERE f.survey_id = :survey_id AND f.state = 'done' AND f.id <> :import_id
