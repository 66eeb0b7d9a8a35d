-- Finds what is known of a fact: by the file at hand, else what counts.
-- scan: of what is not done, which is little
-- param metric_id int
-- param kind text
-- param source_key text
-- param scope text
-- param span text
-- param file_id int
-- returns id int
-- returns from_day int?
-- returns to_day int?
-- returns department_id int?
-- returns value int
-- returns currency text?
SELECT id, from_day, to_day, department_id, value, currency
FROM fact
WHERE metric_id = :metric_id AND kind = :kind AND source_key = :source_key AND scope = :scope
      AND span = :span AND is_latest = 1
      AND (file_id = :file_id OR file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done'))
ORDER BY revision DESC
LIMIT 1
