-- Reads the end of the audit chain; no row before the first entry.
-- returns seq int
-- returns hash blob
SELECT seq, hash FROM audit_head WHERE id = 1;
