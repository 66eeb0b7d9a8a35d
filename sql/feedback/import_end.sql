-- Ends an import.
-- param id int
-- param state text
-- param ended_us int
UPDATE import_file SET state = :state, ended_us = :ended_us WHERE id = :id
