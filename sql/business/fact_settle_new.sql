-- The facts of a file count, the latest revision of each.
-- param file_id int
UPDATE fact SET is_latest = 1
WHERE file_id = :file_id AND is_latest = 0
      AND NOT EXISTS (
          SELECT 1 FROM fact l
          WHERE l.metric_id = fact.metric_id AND l.kind = fact.kind
                AND l.source_key = fact.source_key AND l.scope = fact.scope AND l.span = fact.span
                AND l.revision > fact.revision)
