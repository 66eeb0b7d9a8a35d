-- Ends a file of facts.
-- param id int
-- param state text
-- param ended_us int
UPDATE fact_file SET state = :state, ended_us = :ended_us WHERE id = :id
