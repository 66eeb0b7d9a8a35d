-- Lists the period facts of departments and units by period, lowest first within one.
-- param metric_id int
-- param currency text?
-- returns from_day int
-- returns to_day int
-- returns value int
SELECT from_day, to_day, value
FROM fact
WHERE metric_id = :metric_id AND kind = 'period' AND is_latest = 1 AND source_key <> ''
      AND from_day IS NOT NULL AND to_day IS NOT NULL
      AND (CAST(:currency AS TEXT) IS NULL OR currency = :currency)
ORDER BY from_day, to_day, value
