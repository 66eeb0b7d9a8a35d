-- Adds a fact as its next revision, which counts once its file is done.
-- param metric_id int
-- param kind text
-- param source_key text
-- param scope text
-- param span text
-- param from_day int?
-- param to_day int?
-- param department_id int?
-- param value int
-- param currency text?
-- param file_id int
-- param line int
INSERT INTO fact (metric_id, kind, source_key, scope, span, revision, is_latest, from_day, to_day,
                  department_id, value, currency, file_id, line)
SELECT :metric_id, :kind, :source_key, :scope, :span, COALESCE(max(f.revision), 0) + 1, 1, :from_day,
       :to_day, :department_id, :value, :currency, :file_id, :line
FROM fact f
WHERE f.metric_id = :metric_id AND f.kind = :kind AND f.source_key = :source_key
      AND f.scope = :scope AND f.span = :span
