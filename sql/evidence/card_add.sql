-- Keeps a card; the same card again is the same row.
-- param id text
-- param survey_id int
-- param department_id int?
-- param scope text
-- param created_us int
-- param slice text
-- param document text
INSERT INTO card (id, survey_id, department_id, scope, created_us, slice, document)
VALUES (:id, :survey_id, :department_id, :scope, :created_us, :slice, :document)
ON CONFLICT (id) DO NOTHING
