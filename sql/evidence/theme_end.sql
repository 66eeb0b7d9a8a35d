-- Ends a theme: dropped, or merged into another. It is somebody's own, so that it is not learnt again.
-- param id int
-- param merged_id int?
-- param ended_us int
UPDATE theme SET ended_us = :ended_us, merged_id = :merged_id, is_own = 1
WHERE id = :id AND ended_us IS NULL
