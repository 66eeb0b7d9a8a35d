-- Lists the items of a survey with the departments they are given to.
-- param survey_id int
-- returns id int
-- returns key text
-- returns label text
-- returns role text
-- returns is_headline int
-- returns department_id int?
-- returns department_key text?
-- returns department_name text?
SELECT i.id, i.key, i.label, i.role, i.is_headline, i.department_id, d.key AS department_key,
       d.name AS department_name
FROM item i LEFT JOIN department d ON d.id = i.department_id
WHERE i.survey_id = :survey_id
ORDER BY i.id
