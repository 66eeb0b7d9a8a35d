-- Lists whose the items of a survey are recorded to be, by item and day, then as recorded.
-- param survey_id int
-- returns item_id int
-- returns department_id int?
-- returns from_day int?
SELECT o.item_id, o.department_id, o.from_day
FROM item i JOIN item_owner o ON o.item_id = i.id
WHERE i.survey_id = :survey_id
ORDER BY o.item_id, COALESCE(o.from_day, -1000000000), o.id
