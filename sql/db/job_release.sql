-- Puts a held job back; its try does not count.
-- param id int
-- param tries int
-- param message text?
-- param not_before_us int
UPDATE job SET state = 'queued', lease_until_us = NULL, tries_max = tries_max + 1,
    not_before_us = :not_before_us, message = coalesce(:message, message),
    error = NULL
WHERE id = :id AND tries = :tries AND state = 'running';
