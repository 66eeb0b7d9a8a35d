-- Reads one chunk of an original.
-- param original_id int
-- param i_chunk int
-- returns data blob
SELECT data FROM original_chunk WHERE original_id = :original_id AND i_chunk = :i_chunk
