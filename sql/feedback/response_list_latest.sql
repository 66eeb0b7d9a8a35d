-- Lists the responses of a version that count, in order of being added, for its frame.
-- many
-- copy
-- scan: of what is not done, which is little
-- param version_id int
-- returns id int
-- returns day int
-- returns at_us int?
-- returns mode_id int?
-- returns respondent_id int?
-- returns weight real?
-- returns cluster_key text?
-- returns account_key text?
-- returns answers blob
SELECT id, day, at_us, mode_id, respondent_id, weight, cluster_key, account_key, answers
FROM response
WHERE version_id = :version_id AND is_latest = 1
    AND import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
    AND (revised_by IS NULL
         OR revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))
ORDER BY id
