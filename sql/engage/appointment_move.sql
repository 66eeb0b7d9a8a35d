-- Ends what was planned for a proposal before: it has moved.
-- param key text
-- param by text
-- param us int
UPDATE appointment SET outcome = 'moved', ended_by = :by, ended_us = :us
WHERE key = :key AND outcome IS NULL
