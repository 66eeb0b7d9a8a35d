-- Takes away what was worked out the night before.
DELETE FROM call_candidate
