-- Adds up a metric's facts over the same days and in the same currency, by day.
-- scan: of what is not done, which is little
-- param metric_id int
-- param kind text
-- param source_key text?
-- returns from_day int?
-- returns to_day int?
-- returns currency text?
-- returns sum int
-- returns n int
SELECT from_day, to_day, currency, CAST(sum(value) AS BIGINT) AS sum, count(*) AS n
FROM fact
WHERE metric_id = :metric_id AND kind = :kind AND is_latest = 1
      AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (revised_by IS NULL
           OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
      AND (CAST(:source_key AS TEXT) IS NULL OR source_key = :source_key)
GROUP BY from_day, to_day, currency
ORDER BY COALESCE(from_day, -1000000), COALESCE(to_day, -1000000), currency
