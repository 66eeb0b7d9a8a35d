-- Finds the leader with a key.
-- param key text
-- returns id int
SELECT id FROM leader WHERE key = :key
