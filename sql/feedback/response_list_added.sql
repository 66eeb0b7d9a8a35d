-- Lists the responses of a version that imports added after a version of the data, in order of being added.
-- many
-- scan: of what is not done, which is little
-- param version_id int
-- param after_id int
-- param since int
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
WHERE version_id = :version_id AND id > :after_id AND is_latest = 1
    AND import_id IN (SELECT id FROM import_file WHERE appended_as > :since)
    AND (revised_by IS NULL
         OR revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))
ORDER BY id
