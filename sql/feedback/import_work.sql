-- What is needed to take in a file, or to go on with it.
-- param id int
-- returns survey_id int
-- returns version_id int
-- returns original_id int
-- returns mapping text
-- returns state text
-- returns job_id int?
-- returns is_job_open int
-- returns cancelled_by text?
-- returns failure text?
-- returns after_response_id int?
SELECT f.survey_id, f.version_id, f.original_id, f.mapping, f.state, f.job_id,
       CASE WHEN j.id IS NOT NULL AND j.ended_us IS NULL THEN 1 ELSE 0 END AS is_job_open,
       f.cancelled_by, f.failure, f.after_response_id
FROM import_file f LEFT JOIN job j ON j.id = f.job_id
WHERE f.id = :id
