-- Lists accounts by key after one, or a single one, with what is known of each.
-- scan: the files that are not done, which are few
-- param after text
-- param only text?
-- param n_max int
-- returns id int
-- returns source_key text
-- returns name text?
-- returns segment text?
-- returns owner text?
-- returns opened_day int?
-- returns closed_day int?
SELECT a.id, a.source_key, s.name, s.segment, s.owner, s.opened_day, s.closed_day
FROM account a JOIN account_state s
    ON s.account_id = a.id AND s.revision = (
         SELECT max(l.revision) FROM account_state l
         WHERE l.account_id = a.id AND COALESCE(l.file_id, 0) NOT IN (SELECT id FROM fact_file WHERE state <> 'done'))
WHERE a.source_key > :after AND a.source_key >= COALESCE(:only, '')
      AND (CAST(:only AS TEXT) IS NULL OR a.source_key = :only)
ORDER BY a.source_key
LIMIT :n_max
