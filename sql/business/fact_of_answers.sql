-- Whether a metric has facts of the very responses or transactions that customers rate: 1, else 0.
-- one
-- scan: of one row at most
-- param metric_id int
-- returns n int
SELECT count(*) AS n
FROM (
    SELECT 1 AS one
    FROM fact
    WHERE metric_id = :metric_id AND kind IN ('response', 'transaction') AND is_latest = 1
          AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
          AND (revised_by IS NULL
               OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
    LIMIT 1
) AS any_fact
