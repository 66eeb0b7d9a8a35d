-- Lists all metrics by label, with their facts counted and the target in force on a day.
-- scan: metrics are few and all are wanted; their facts are counted along one index
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
-- returns n_facts int
-- returns first_day int?
-- returns last_day int?
SELECT m.id, m.key, m.label, m.unit, m.direction, m.decimals, m.is_money, m.department_id, m.cuts,
       t.id AS target_id, t.target, t.from_day AS target_from,
       COALESCE(f.n, 0) AS n_facts, f.first_day, f.last_day
FROM metric m
LEFT JOIN (
    SELECT metric_id, count(*) AS n, min(from_day) AS first_day, max(to_day) AS last_day
    FROM fact
    WHERE is_latest = 1
    GROUP BY metric_id) f ON f.metric_id = m.id
LEFT JOIN metric_target t ON t.id = (
    SELECT i.id FROM metric_target i
    WHERE i.metric_id = m.id AND i.from_day <= :day
    ORDER BY i.from_day DESC, i.id DESC
    LIMIT 1)
ORDER BY m.label, m.id
