-- Says with which release an import's answers came.
-- param import_id int
-- param survey_id int
-- param number int
INSERT INTO answer_release_import (import_id, survey_id, number) VALUES (:import_id, :survey_id, :number)
ON CONFLICT (import_id) DO NOTHING
