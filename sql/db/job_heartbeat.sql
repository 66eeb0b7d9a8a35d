-- Renews a lease.
-- param id int
-- param tries int
-- param until_us int
-- returns is_cancel_asked int
UPDATE job SET lease_until_us = :until_us
WHERE id = :id AND tries = :tries AND state = 'running'
RETURNING is_cancel_asked;
