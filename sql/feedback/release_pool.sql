-- Lists what an import brought, and what of its survey waits, in order of being added. Which of them are revised is
-- looked up: is_latest of those before is settled after the release, in the background.
-- many
-- param import_id int
-- param after_id int
-- param survey_id int
-- returns id int
-- returns version_id int
-- returns source_key text
-- returns revision int
-- returns day int
-- returns respondent_id int?
-- returns weight real?
-- returns cluster_key text?
-- returns account_key text?
-- returns answers blob
-- returns has_waited int
-- returns is_revised int
SELECT id, version_id, source_key, revision, day, respondent_id, weight, cluster_key, account_key, answers,
       CASE WHEN import_id = :import_id THEN 0 ELSE 1 END AS has_waited,
       CASE WHEN is_latest = 1 AND revised_by IS NULL THEN 0
            WHEN EXISTS (SELECT 1 FROM response later
                         WHERE later.version_id = response.version_id AND later.source_key = response.source_key
                             AND later.revision > response.revision)
            THEN 1 ELSE 0 END AS is_revised
FROM response
WHERE id > :after_id
    AND (import_id = :import_id
         OR id IN (SELECT w.response_id FROM answer_waiting w WHERE w.survey_id = :survey_id AND w.number IS NULL))
ORDER BY id
