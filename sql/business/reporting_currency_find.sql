-- The currency money is shown in: the one set last, else that of all money facts, else none.
-- scan: a handful of records; money facts are looked through only while none was set
-- returns currency text?
SELECT COALESCE(
    (SELECT r.currency FROM reporting_currency r ORDER BY r.id DESC LIMIT 1),
    (SELECT CASE WHEN min(f.currency) = max(f.currency) THEN min(f.currency) END
     FROM fact f JOIN metric m ON m.id = f.metric_id
     WHERE m.is_money = 1 AND f.is_latest = 1
          AND f.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
          AND (f.revised_by IS NULL
               OR f.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done')))) AS currency
