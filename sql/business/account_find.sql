-- The account of a key, with what is known of it: by the file at hand, else what counts.
-- scan: the files that are not done, which are few
-- param source_key text
-- param file_id int
-- returns id int
-- returns name text?
-- returns segment text?
-- returns owner text?
-- returns opened_day int?
-- returns closed_day int?
-- returns is_known int
SELECT a.id, s.name, s.segment, s.owner, s.opened_day, s.closed_day,
       CASE WHEN s.id IS NULL THEN 0 ELSE 1 END AS is_known
FROM account a
     LEFT JOIN account_state s
         ON s.account_id = a.id
            AND (s.file_id = :file_id
                 OR COALESCE(s.file_id, 0) NOT IN (SELECT id FROM fact_file WHERE state <> 'done'))
WHERE a.source_key = :source_key
ORDER BY COALESCE(s.revision, 0) DESC
LIMIT 1
