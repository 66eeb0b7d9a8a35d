-- Leases the oldest job that is due or whose lease ran out.
-- scan: the index holds the open jobs only, which are few
-- param kind text?
-- param only_id int?
-- param worker text
-- param now_us int
-- param until_us int
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
UPDATE job SET state = 'running', tries = tries + 1, worker = :worker, lease_until_us = :until_us
WHERE id = (
    SELECT id FROM job
    WHERE ended_us IS NULL AND not_before_us <= :now_us
        AND (lease_until_us IS NULL OR lease_until_us <= :now_us)
        AND (:kind IS NULL OR kind = :kind)
        AND (:only_id IS NULL OR id = :only_id)
    ORDER BY id
    LIMIT 1)
RETURNING id, kind, args_json, key, actor, state, tries, tries_max, created_us, not_before_us,
    lease_until_us, ended_us, worker, checkpoint, n_done, n_total, message, error, is_cancel_asked;
