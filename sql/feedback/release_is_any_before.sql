-- Whether a survey has done imports with responses beside one.
-- one
-- param survey_id int
-- param import_id int
-- returns n int
SELECT CASE WHEN EXISTS (SELECT 1 FROM import_file f
                         WHERE f.survey_id = :survey_id AND f.state = 'done' AND f.id <> :import_id
                             AND f.n_new + f.n_revised > 0)
       THEN 1 ELSE 0 END AS n
