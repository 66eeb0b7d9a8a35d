-- Counts a metric's facts by kind, and whose they are.
-- param metric_id int
-- returns kind text
-- returns n int
-- returns n_keys int
SELECT kind, count(*) AS n, count(DISTINCT source_key) AS n_keys
FROM fact
WHERE metric_id = :metric_id AND is_latest = 1
GROUP BY kind
ORDER BY kind
