-- Lists the versions of a survey, oldest first; those without a first day last.
-- param survey_id int
-- returns id int
-- returns key text
-- returns title text
-- returns from_day int?
-- returns to_day int?
-- returns population text?
-- returns gathered text?
-- returns sampling text
-- returns invited int?
-- returns rate_definition text?
-- returns cluster_text text?
-- returns cluster_scope text
-- returns weight_text text?
-- returns experience text
-- returns experience_text text?
-- returns note text?
-- returns source text?
-- returns has_done int
SELECT id, key, title, from_day, to_day, population, gathered, sampling, invited, rate_definition,
       cluster_text, cluster_scope, weight_text, experience, experience_text, note, source,
       CASE WHEN EXISTS (SELECT 1 FROM import_file d WHERE d.version_id = survey_version.id
                         AND d.state = 'done') THEN 1 ELSE 0 END AS has_done
FROM survey_version
WHERE survey_id = :survey_id
ORDER BY CASE WHEN from_day IS NULL THEN 1 ELSE 0 END, from_day, id
