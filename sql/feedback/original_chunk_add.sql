-- Adds a chunk to an original.
-- param original_id int
-- param i_chunk int
-- param data blob
INSERT INTO original_chunk (original_id, i_chunk, data) VALUES (:original_id, :i_chunk, :data)
