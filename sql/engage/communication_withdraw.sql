-- Takes back what a leader was said to have said.
-- param id int
-- param us int
UPDATE communication SET withdrawn_us = :us WHERE id = :id AND withdrawn_us IS NULL
