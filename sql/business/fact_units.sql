-- Lists a metric's period facts by department or unit, the latest period first.
-- scan: of what is not done, which is little
-- param metric_id int
-- returns source_key text
-- returns from_day int?
-- returns to_day int?
-- returns value int
-- returns currency text?
SELECT source_key, from_day, to_day, value, currency
FROM fact
WHERE metric_id = :metric_id AND kind = 'period' AND is_latest = 1
      AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (revised_by IS NULL
           OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
ORDER BY source_key, to_day DESC, from_day DESC
