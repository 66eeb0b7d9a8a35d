-- Lists files of facts from the latest back, those before an id.
-- param before_id int
-- param n_max int
-- returns id int
-- returns file_name text
-- returns len_bytes int
-- returns mapping text
-- returns taken_us int
-- returns actor text
-- returns state text
-- returns n_rows int
-- returns n_new int
-- returns n_revised int
-- returns n_same int
-- returns n_empty int
-- returns n_rejected int
-- returns n_skipped int
-- returns n_accounts int
-- returns first_day int?
-- returns last_day int?
-- returns original_id int?
-- returns job_id int?
-- returns is_job_open int
-- returns n_done int?
-- returns message text?
-- returns failure text?
-- returns cancelled_by text?
-- returns ended_us int?
SELECT f.id, f.file_name, f.len_bytes, f.mapping, f.taken_us, f.actor, f.state, f.n_rows, f.n_new,
       f.n_revised, f.n_same, f.n_empty, f.n_rejected, f.n_skipped, f.n_accounts, f.first_day,
       f.last_day, f.original_id, f.job_id,
       CASE WHEN j.id IS NOT NULL AND j.ended_us IS NULL THEN 1 ELSE 0 END AS is_job_open,
       j.n_done, j.message, f.failure, f.cancelled_by, f.ended_us
FROM fact_file f LEFT JOIN job j ON j.id = f.job_id
WHERE f.id < :before_id
ORDER BY f.id DESC
LIMIT :n_max
