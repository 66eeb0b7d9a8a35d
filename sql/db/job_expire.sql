-- Ends the jobs whose lease ran out and that may not be tried again: asked to cancel, or last try.
-- scan: the index holds the open jobs only, which are few
-- param now_us int
UPDATE job SET
    state = CASE WHEN is_cancel_asked = 1 THEN 'cancelled' ELSE 'failed' END,
    error = CASE WHEN is_cancel_asked = 1 THEN error ELSE 'the worker stopped answering' END,
    lease_until_us = NULL,
    ended_us = :now_us
WHERE ended_us IS NULL AND lease_until_us <= :now_us
    AND (is_cancel_asked = 1 OR tries >= tries_max);
