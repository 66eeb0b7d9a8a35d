-- Lists imports from the latest back, those before an id.
-- param before_id int
-- param n_max int
-- returns id int
-- returns survey_id int
-- returns survey_key text
-- returns version_key text
-- returns digest blob
-- returns len_bytes int
-- returns file_name text
-- returns imported_us int
-- returns actor text
-- returns n_rows int
-- returns n_new int
-- returns n_revised int
-- returns n_same int
-- returns n_rejected int
-- returns n_skipped int
-- returns first_day int?
-- returns last_day int?
-- returns state text
-- returns original_id int
-- returns job_id int?
-- returns ended_us int?
-- returns cancelled_by text?
-- returns failure text?
-- returns n_done int?
-- returns n_total int?
-- returns message text?
SELECT f.id, f.survey_id, s.key AS survey_key, v.key AS version_key, o.digest, o.len_bytes,
       f.file_name, f.imported_us, f.actor, f.n_rows, f.n_new, f.n_revised, f.n_same, f.n_rejected,
       f.n_skipped, f.first_day, f.last_day, f.state, f.original_id, f.job_id, f.ended_us,
       f.cancelled_by, f.failure, j.n_done, j.n_total, j.message
FROM import_file f JOIN survey s ON s.id = f.survey_id
                   JOIN survey_version v ON v.id = f.version_id
                   JOIN original o ON o.id = f.original_id
                   LEFT JOIN job j ON j.id = f.job_id
WHERE f.id < :before_id
ORDER BY f.id DESC
LIMIT :n_max
