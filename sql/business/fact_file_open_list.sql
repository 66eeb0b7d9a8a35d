-- Lists the files of facts that are not done, in the order they came, with whether their job is open.
-- scan: the index holds what is not done only, which is little
-- returns id int
-- returns file_name text
-- returns digest blob
-- returns mapping text
-- returns is_job_open int
-- returns is_wanted int
SELECT f.id, f.file_name, f.digest, f.mapping,
       CASE WHEN j.id IS NOT NULL AND j.ended_us IS NULL THEN 1 ELSE 0 END AS is_job_open,
       CASE WHEN f.cancelled_by IS NULL AND f.failure IS NULL THEN 1 ELSE 0 END AS is_wanted
FROM fact_file f LEFT JOIN job j ON j.id = f.job_id
WHERE f.state <> 'done' AND f.ended_us IS NULL
ORDER BY f.id
