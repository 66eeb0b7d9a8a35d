-- Lists a metric's period facts by department or unit, the latest period first.
-- param metric_id int
-- returns source_key text
-- returns from_day int?
-- returns to_day int?
-- returns value int
-- returns currency text?
SELECT source_key, from_day, to_day, value, currency
FROM fact
WHERE metric_id = :metric_id AND kind = 'period' AND is_latest = 1
ORDER BY source_key, to_day DESC, from_day DESC
