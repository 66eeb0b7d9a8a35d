-- Lists all metrics by label, with their facts counted and the target in force on a day.
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
-- returns n_facts int
-- returns first_day int?
-- returns last_day int?
SELECT m.id, m.key, m.label, m.unit, m.direction, m.decimals, m.is_money, m.department_id, m.cuts,
       t.id AS target_id, t.target, t.from_day AS target_from,
       (SELECT count(*) FROM fact f WHERE f.metric_id = m.id AND f.is_latest = 1) AS n_facts,
       (SELECT min(f.from_day) FROM fact f WHERE f.metric_id = m.id AND f.is_latest = 1) AS first_day,
       (SELECT max(f.to_day) FROM fact f WHERE f.metric_id = m.id AND f.is_latest = 1) AS last_day
FROM metric m
LEFT JOIN metric_target t ON t.id = (
    SELECT i.id FROM metric_target i
    WHERE i.metric_id = m.id AND i.from_day <= :day
    ORDER BY i.from_day DESC, i.id DESC
    LIMIT 1)
ORDER BY m.label, m.id
