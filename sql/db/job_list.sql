-- Lists jobs from the newest back.
-- param before int
-- param n_max int
-- returns id int
-- returns kind text
-- returns args_json text
-- returns key text?
-- returns actor text
-- returns state text
-- returns tries int
-- returns tries_max int
-- returns created_us int
-- returns not_before_us int
-- returns lease_until_us int?
-- returns ended_us int?
-- returns worker text?
-- returns checkpoint text?
-- returns n_done int
-- returns n_total int
-- returns message text?
-- returns error text?
-- returns is_cancel_asked int
SELECT id, kind, args_json, key, actor, state, tries, tries_max, created_us, not_before_us,
    lease_until_us, ended_us, worker, checkpoint, n_done, n_total, message, error, is_cancel_asked
FROM job
WHERE id < :before
ORDER BY id DESC
LIMIT :n_max;
