-- Adds an original, its chunks to follow.
-- one
-- param digest blob
-- param len_bytes int
-- param received_us int
-- returns id int
INSERT INTO original (digest, len_bytes, received_us)
VALUES (:digest, :len_bytes, :received_us)
RETURNING id
