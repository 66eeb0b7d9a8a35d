-- Lists accounts that left until a day.
-- scan: once a night
-- param to_day int
-- returns account_id int
-- returns closed_day int?
SELECT s.account_id, s.closed_day
FROM account_state s
WHERE s.closed_day IS NOT NULL AND s.closed_day <= :to_day
      AND s.revision = (
          SELECT max(l.revision) FROM account_state l
          WHERE l.account_id = s.account_id
                AND COALESCE(l.file_id, 0) NOT IN (SELECT id FROM fact_file WHERE state <> 'done'))
ORDER BY s.account_id
