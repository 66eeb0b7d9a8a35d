-- Says what became of something planned.
-- param id int
-- param outcome text
-- param note_id int?
-- param by text
-- param us int
UPDATE appointment SET outcome = :outcome, note_id = :note_id, ended_by = :by, ended_us = :us
WHERE id = :id AND outcome IS NULL
