-- What a file of facts revises no longer counts.
-- param file_id int
UPDATE fact SET is_latest = 0
WHERE is_latest = 1 AND id IN (
    SELECT k.id
    FROM fact n
         JOIN fact k ON k.metric_id = n.metric_id AND k.kind = n.kind AND k.source_key = n.source_key
                        AND k.scope = n.scope AND k.span = n.span AND k.revision < n.revision
    WHERE n.file_id = :file_id AND n.revision > 1)
