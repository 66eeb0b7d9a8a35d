-- Lists the facts that meet the responses of a version by its respondent, oldest first within a response.
-- many
-- copy
-- scan: of what is not done, which is little
-- param version_id int
-- param after_id int
-- param scope text
-- returns response_id int
-- returns metric_id int
-- returns from_day int?
-- returns value int
-- returns currency text?
SELECT r.id AS response_id, f.metric_id, f.from_day, f.value, f.currency
FROM response r
     JOIN respondent p ON p.id = r.respondent_id
     JOIN fact f ON f.kind = 'respondent' AND f.source_key = p.source_key AND f.scope = :scope
WHERE r.version_id = :version_id AND r.id > :after_id AND r.is_latest = 1 AND f.is_latest = 1
      AND f.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
      AND (f.revised_by IS NULL
           OR f.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
ORDER BY r.id, COALESCE(f.from_day, -1000000), f.id
