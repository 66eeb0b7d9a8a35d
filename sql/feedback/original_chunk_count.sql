-- Counts the chunks of an original that are kept, which come in order.
-- one
-- param original_id int
-- returns n int
SELECT COALESCE(max(i_chunk) + 1, 0) AS n FROM original_chunk WHERE original_id = :original_id
