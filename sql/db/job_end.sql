-- Ends a held job.
-- param id int
-- param tries int
-- param state text
-- param message text?
-- param error text?
-- param now_us int
UPDATE job SET state = :state, message = coalesce(:message, message), error = :error,
    lease_until_us = NULL, ended_us = :now_us
WHERE id = :id AND tries = :tries AND state = 'running';
