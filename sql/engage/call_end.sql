-- Says what came of a call that is open.
-- param id int
-- param outcome text
-- param said text?
-- param note_id int?
-- param day int
-- param by text
-- param us int
UPDATE customer_call
SET outcome = :outcome, said = :said, note_id = :note_id, ended_day = :day, ended_by = :by, ended_us = :us
WHERE id = :id AND outcome IS NULL
