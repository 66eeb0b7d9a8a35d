-- Lists the period facts of departments and units by period, lowest first within one.
-- scan: of what is not done, which is little
-- param metric_id int
-- param currency text?
-- returns from_day int
-- returns to_day int
-- returns value int
SELECT from_day, to_day, value
FROM fact
WHERE metric_id = :metric_id AND kind = 'period' AND is_latest = 1
      AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (revised_by IS NULL
           OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done')) AND source_key <> ''
      AND from_day IS NOT NULL AND to_day IS NOT NULL
      AND (CAST(:currency AS TEXT) IS NULL OR currency = :currency)
ORDER BY from_day, to_day, value
