-- Asks an open import to stop.
-- param id int
-- param login text
UPDATE import_file SET cancelled_by = :login
WHERE id = :id AND ended_us IS NULL AND state <> 'done'
