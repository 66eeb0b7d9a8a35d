-- Finds the revision of a fact that counts.
-- param metric_id int
-- param kind text
-- param source_key text
-- param scope text
-- param span text
-- returns id int
-- returns revision int
-- returns from_day int?
-- returns to_day int?
-- returns department_id int?
-- returns value int
-- returns currency text?
SELECT id, revision, from_day, to_day, department_id, value, currency
FROM fact
WHERE metric_id = :metric_id AND kind = :kind AND source_key = :source_key AND scope = :scope
      AND span = :span
ORDER BY revision DESC
LIMIT 1
