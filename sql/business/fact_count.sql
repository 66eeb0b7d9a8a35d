-- Counts a metric's facts by kind.
-- param metric_id int
-- returns kind text
-- returns n int
SELECT kind, count(*) AS n
FROM fact
WHERE metric_id = :metric_id AND is_latest = 1
GROUP BY kind
ORDER BY kind
