-- Finds the revision of a response that is shown to readers who do not hold the answers, before what an import brought.
-- scan: of what is not done, which is little
-- param version_id int
-- param source_key text
-- param before int
-- param import_id int
-- returns id int
-- returns day int
-- returns respondent_id int?
-- returns weight real?
-- returns cluster_key text?
-- returns account_key text?
-- returns answers blob
SELECT id, day, respondent_id, weight, cluster_key, account_key, answers
FROM response
WHERE version_id = :version_id AND source_key = :source_key AND revision < :before
    AND import_id NOT IN (SELECT f.id FROM import_file f WHERE f.state <> 'done')
    AND import_id <> :import_id
    AND NOT EXISTS (SELECT 1 FROM answer_waiting w WHERE w.response_id = response.id AND w.number IS NULL)
ORDER BY revision DESC
LIMIT 1
