-- The account of a key, with what is known of it: by the file at hand, else what counts.
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
         ON s.account_id = a.id AND (s.is_latest = 1 OR s.file_id = :file_id)
WHERE a.source_key = :source_key
ORDER BY COALESCE(s.revision, 0) DESC
LIMIT 1
