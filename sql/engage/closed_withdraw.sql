-- Opens closed days again.
-- param id int
-- param us int
UPDATE closed_days SET withdrawn_us = :us WHERE id = :id AND withdrawn_us IS NULL
