-- Lists the responses of a version in every revision, in order of being added, with where each came from and
-- whether it counts: for what another tool makes of the same answers.
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
-- returns import_id int
-- returns line int
-- returns is_counted int
SELECT id, day, at_us, mode_id, respondent_id, weight, cluster_key, account_key, answers, import_id, line,
       CASE WHEN is_latest = 1
                 AND (revised_by IS NULL
                      OR revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))
            THEN 1 ELSE 0 END AS is_counted
FROM response
WHERE version_id = :version_id
    AND import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
ORDER BY id
