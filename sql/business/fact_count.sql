-- Counts a metric's facts by kind.
-- scan: of what is not done, which is little
-- param metric_id int
-- returns kind text
-- returns n int
SELECT kind, count(*) AS n
FROM fact
WHERE metric_id = :metric_id AND is_latest = 1
      AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (revised_by IS NULL
           OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
GROUP BY kind
ORDER BY kind
