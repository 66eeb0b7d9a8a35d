-- Lists the declared measures of a survey, the overall rating first, then by department, oldest first.
-- param survey_id int
-- returns id int
-- returns department_id int?
-- returns department_name text?
-- returns item_id int
-- returns item_key text
-- returns label text
-- returns measure text
-- returns is_weighted int
-- returns cadence text
-- returns against text
-- returns from_day int
-- returns declared_us int
-- returns actor text
-- returns withdrawn_day int?
SELECT d.id, d.department_id, p.name AS department_name, d.item_id, i.key AS item_key, i.label,
       d.measure, d.is_weighted, d.cadence, d.against, d.from_day, d.declared_us, d.actor,
       d.withdrawn_day
FROM declaration AS d
JOIN item AS i ON i.id = d.item_id
LEFT JOIN department AS p ON p.id = d.department_id
WHERE d.survey_id = :survey_id
ORDER BY CASE WHEN d.department_id IS NULL THEN 0 ELSE 1 END, p.name, d.department_id, d.from_day,
         d.id
