-- Asks an open file of facts to stop.
-- param id int
-- param login text
UPDATE fact_file SET cancelled_by = :login
WHERE id = :id AND ended_us IS NULL AND state <> 'done'
