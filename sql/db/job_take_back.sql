-- Ends the lease of a job whose worker is gone.
-- param id int
-- param tries int
-- param now_us int
UPDATE job SET lease_until_us = :now_us
WHERE id = :id AND tries = :tries AND state = 'running';
