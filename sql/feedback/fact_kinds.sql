-- Lists metrics by the kinds of their facts that can meet responses.
-- scan: an index of the facts that count is walked, once for each frame
-- returns metric_id int
-- returns kind text
SELECT DISTINCT metric_id, kind
FROM fact
WHERE is_latest = 1 AND kind <> 'period'
      AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (revised_by IS NULL
           OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
ORDER BY metric_id, kind
