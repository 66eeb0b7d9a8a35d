-- Adds a declared measure.
-- one
-- param survey_id int
-- param department_id int?
-- param item_id int
-- param measure text
-- param is_weighted int
-- param cadence text
-- param against text
-- param from_day int
-- param declared_us int
-- param actor text
-- returns id int
INSERT INTO declaration (survey_id, department_id, item_id, measure, is_weighted, cadence, against,
                         from_day, declared_us, actor)
VALUES (:survey_id, :department_id, :item_id, :measure, :is_weighted, :cadence, :against,
        :from_day, :declared_us, :actor)
RETURNING id
