-- Lists the keys of all surveys.
-- scan: surveys are few and all are wanted
-- returns id int
-- returns key text
SELECT id, key FROM survey
WHERE EXISTS (SELECT 1 FROM import_file d WHERE d.survey_id = survey.id AND d.state = 'done')
ORDER BY key
