-- Counts the facts of a metric that begin within days by value, lowest first; facts without a day are
-- of any.
-- scan: of what is not done, which is little
-- param metric_id int
-- param kind text
-- param from_day int
-- param to_day int
-- returns value int
-- returns n int
SELECT value, count(*) AS n
FROM fact
WHERE metric_id = :metric_id AND kind = :kind AND is_latest = 1
      AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (revised_by IS NULL
           OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
      AND (from_day IS NULL OR (from_day >= :from_day AND from_day <= :to_day))
GROUP BY value
ORDER BY value
