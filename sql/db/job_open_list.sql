-- Lists the open jobs, oldest first, for who looks for work.
-- scan: the index holds the open jobs only, which are few
-- returns id int
-- returns tries int
-- returns kind text
-- returns not_before_us int
-- returns lease_until_us int?
-- returns worker text?
SELECT id, tries, kind, not_before_us, lease_until_us, worker
FROM job
WHERE ended_us IS NULL
ORDER BY id
