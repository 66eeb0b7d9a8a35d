-- Facts count like responses: when the file that brought them is done, and none that is done has revised them. So one
-- change of fact_file.state makes a file count, however large it is (docs/decisions/0040).
ALTER TABLE fact ADD COLUMN revised_by BIGINT REFERENCES fact_file (id); -- NULL: it stands
CREATE INDEX fact_revised ON fact (revised_by) WHERE is_latest = 1 AND revised_by IS NOT NULL;
DROP INDEX fact_days;
-- Holds all that series are added up from.
CREATE INDEX fact_days ON fact (metric_id, kind, from_day, to_day, currency, value, source_key, file_id, revised_by,
                                is_latest)
    WHERE is_latest = 1;

-- What a file under way has brought was kept aside until now.
UPDATE fact SET revised_by = (
    SELECT max(n.file_id)
    FROM fact n JOIN fact_file o ON o.id = n.file_id AND o.state IN ('queued', 'running')
    WHERE n.metric_id = fact.metric_id AND n.kind = fact.kind AND n.source_key = fact.source_key
          AND n.scope = fact.scope AND n.span = fact.span AND n.revision > fact.revision)
WHERE is_latest = 1 AND EXISTS (SELECT 1 FROM fact_file WHERE state IN ('queued', 'running'));
UPDATE fact SET is_latest = 1
WHERE is_latest = 0 AND file_id IN (SELECT id FROM fact_file WHERE state IN ('queued', 'running'))
      AND NOT EXISTS (
          SELECT 1 FROM fact l
          WHERE l.metric_id = fact.metric_id AND l.kind = fact.kind AND l.source_key = fact.source_key
                AND l.scope = fact.scope AND l.span = fact.span AND l.revision > fact.revision);
