-- Takes a line back, with all it was taken for; nothing when it was already.
-- param id int
-- param by text
-- param us int
-- returns id int
UPDATE note SET withdrawn_us = :us, withdrawn_by = :by
WHERE id = :id AND withdrawn_us IS NULL
RETURNING id
