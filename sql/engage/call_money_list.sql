-- Lists what a metric was for each account, the latest period first.
-- many
-- scan: of what is not done, which is little
-- param metric_id int
-- param to_day int
-- returns account_id int
-- returns value int
-- returns currency text?
-- returns to_day int?
SELECT a.id AS account_id, f.value, f.currency, f.to_day
FROM fact f JOIN account a ON a.source_key = f.source_key
WHERE f.metric_id = :metric_id AND f.kind = 'account' AND f.is_latest = 1
      AND f.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (f.revised_by IS NULL
           OR f.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
      AND (f.to_day IS NULL OR f.to_day <= :to_day)
ORDER BY f.to_day DESC, f.id
