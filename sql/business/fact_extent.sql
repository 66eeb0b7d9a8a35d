-- Counts the facts of a metric, with the days they are about.
-- one
-- scan: of what is not done, which is little
-- param metric_id int
-- returns n int
-- returns first_day int?
-- returns last_day int?
SELECT count(*) AS n, min(from_day) AS first_day, max(to_day) AS last_day
FROM fact
WHERE metric_id = :metric_id AND is_latest = 1
      AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (revised_by IS NULL
           OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
