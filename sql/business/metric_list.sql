-- Lists all metrics by label, with whether they have facts and the target in force on a day.
-- scan: metrics are few and all are wanted
-- param day int
-- returns id int
-- returns key text
-- returns label text
-- returns unit text
-- returns direction text
-- returns decimals int
-- returns is_money int
-- returns department_id int?
-- returns cuts text
-- returns target_id int?
-- returns target int?
-- returns target_from int?
-- returns has_facts int
SELECT m.id, m.key, m.label, m.unit, m.direction, m.decimals, m.is_money, m.department_id, m.cuts,
       t.id AS target_id, t.target, t.from_day AS target_from,
       CASE WHEN EXISTS (SELECT 1 FROM fact f WHERE f.metric_id = m.id AND f.is_latest = 1
                             AND f.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
                             AND (f.revised_by IS NULL
                                  OR f.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done')))
            THEN 1 ELSE 0 END AS has_facts
FROM metric m
LEFT JOIN metric_target t ON t.id = (
    SELECT i.id FROM metric_target i
    WHERE i.metric_id = m.id AND i.from_day <= :day
    ORDER BY i.from_day DESC, i.id DESC
    LIMIT 1)
ORDER BY m.label, m.id
