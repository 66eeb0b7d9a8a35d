-- Lists the facts that meet the responses of a version by its account, oldest first within a response.
-- many
-- copy
-- scan: of what is not done, which is little
-- param version_id int
-- param after_id int
-- returns response_id int
-- returns metric_id int
-- returns from_day int?
-- returns value int
-- returns currency text?
SELECT r.id AS response_id, f.metric_id, f.from_day, f.value, f.currency
FROM response r
     CROSS JOIN LATERAL (
         -- Each response looks its facts up: a fresh table has no statistics to tell that.
         SELECT fact.id, fact.metric_id, fact.from_day, fact.value, fact.currency
         FROM fact
         WHERE fact.kind = 'account' AND fact.source_key = r.account_key AND fact.is_latest = 1
               AND fact.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
               AND (fact.revised_by IS NULL
                    OR fact.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
         OFFSET 0
     ) f
WHERE r.version_id = :version_id AND r.id > :after_id AND r.is_latest = 1
ORDER BY r.id, COALESCE(f.from_day, -1000000), f.id
