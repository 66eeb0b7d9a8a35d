-- Ends the try of a held job: queued again, cancelled if that was asked, failed after the last try.
-- param id int
-- param tries int
-- param error text
-- param retry_us int
-- param now_us int
UPDATE job SET
    state = CASE WHEN is_cancel_asked = 1 THEN 'cancelled'
        WHEN tries >= tries_max THEN 'failed' ELSE 'queued' END,
    ended_us = CASE WHEN is_cancel_asked = 1 OR tries >= tries_max THEN :now_us END,
    not_before_us = :retry_us,
    lease_until_us = NULL,
    error = :error
WHERE id = :id AND tries = :tries AND state = 'running';
