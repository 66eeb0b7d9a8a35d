-- Lists what accounts answered in a survey's version since a day, oldest first.
-- many
-- scan: of what is not done, which is little
-- param version_id int
-- param from_day int
-- returns account_id int
-- returns day int
-- returns answers blob
SELECT a.id AS account_id, r.day, r.answers
FROM response r JOIN account a ON a.source_key = r.account_key
WHERE r.version_id = :version_id AND r.account_key IS NOT NULL AND r.is_latest = 1 AND r.day >= :from_day
    AND r.import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
    AND (r.revised_by IS NULL
         OR r.revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))
ORDER BY r.day, r.id
