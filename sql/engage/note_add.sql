-- Keeps a line; nothing when a row of that key is there already.
-- param text text
-- param source_key text?
-- param noted_by text
-- param noted_us int
-- returns id int
INSERT INTO note (text, source_key, noted_by, noted_us)
VALUES (:text, :source_key, :noted_by, :noted_us)
ON CONFLICT (source_key) DO NOTHING
RETURNING id
