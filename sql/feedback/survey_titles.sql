-- Lists the surveys by title, without counting what they hold.
-- scan: surveys are few and all are wanted
-- returns id int
-- returns key text
-- returns title text
SELECT id, key, title FROM survey
WHERE EXISTS (SELECT 1 FROM import_file d WHERE d.survey_id = survey.id AND d.state = 'done')
ORDER BY title, id
