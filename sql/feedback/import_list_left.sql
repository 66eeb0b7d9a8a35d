-- Lists the open imports whose jobs have ended without them.
-- scan: the index holds what is not done only, which is little
-- returns id int
SELECT f.id
FROM import_file f LEFT JOIN job j ON j.id = f.job_id
WHERE f.state <> 'done' AND f.ended_us IS NULL AND (j.id IS NULL OR j.ended_us IS NOT NULL)
ORDER BY f.id
