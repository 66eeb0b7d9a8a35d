-- Finds a metric by key, with whether it has facts.
-- param key text
-- returns id int
-- returns label text
-- returns unit text
-- returns direction text
-- returns decimals int
-- returns is_money int
-- returns department_id int?
-- returns cuts text
-- returns has_facts int
SELECT m.id, m.label, m.unit, m.direction, m.decimals, m.is_money, m.department_id, m.cuts,
       CASE WHEN EXISTS (SELECT 1 FROM fact f WHERE f.metric_id = m.id) THEN 1 ELSE 0 END AS has_facts
FROM metric m
WHERE m.key = :key
