-- Takes away the chunks of an original.
-- param original_id int
DELETE FROM original_chunk WHERE original_id = :original_id
