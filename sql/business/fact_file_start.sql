-- Begins to take in a file of facts.
-- param id int
UPDATE fact_file SET state = 'running' WHERE id = :id AND state = 'queued'
