-- Lists the facts that meet the responses of a version by the id of its source, oldest first within a
-- response, those of the very version last. An id that several versions of the survey have says of none of
-- them whose fact it is.
-- many
-- copy
-- scan: of what is not done, which is little
-- param version_id int
-- param after_id int
-- param scope text
-- param version_scope text
-- returns response_id int
-- returns metric_id int
-- returns from_day int?
-- returns value int
-- returns currency text?
SELECT r.id AS response_id, f.metric_id, f.from_day, f.value, f.currency
FROM response r
     JOIN fact f ON f.kind = 'response' AND f.source_key = substr(r.source_key, 4)
                    AND f.scope IN (:scope, :version_scope)
WHERE r.version_id = :version_id AND r.id > :after_id AND r.is_latest = 1 AND f.is_latest = 1
      AND f.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (f.revised_by IS NULL
           OR f.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
      AND substr(r.source_key, 1, 3) = 'id:'
      AND (f.scope = :version_scope
           OR NOT EXISTS (
               SELECT 1
               FROM survey_version v
                    JOIN survey_version o ON o.survey_id = v.survey_id AND o.id <> v.id
                    JOIN response w ON w.version_id = o.id AND w.source_key = r.source_key
               WHERE v.id = :version_id))
ORDER BY r.id, COALESCE(f.from_day, -1000000), length(f.scope), f.id
