-- Adds a revision of a fact, which is the one that counts.
-- param metric_id int
-- param kind text
-- param source_key text
-- param scope text
-- param span text
-- param revision int
-- param from_day int?
-- param to_day int?
-- param department_id int?
-- param value int
-- param currency text?
-- param file_id int?
-- param line int
INSERT INTO fact (metric_id, kind, source_key, scope, span, revision, is_latest, from_day, to_day,
                  department_id, value, currency, file_id, line)
VALUES (:metric_id, :kind, :source_key, :scope, :span, :revision, 1, :from_day, :to_day,
        :department_id, :value, :currency, :file_id, :line)
