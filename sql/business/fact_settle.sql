-- Marks what a file that is done has revised as not the latest, so many at a time: readers do not need it.
-- param file_id int
-- param n_max int
UPDATE fact SET is_latest = 0
WHERE id IN (SELECT f.id FROM fact f WHERE f.revised_by = :file_id AND f.is_latest = 1 LIMIT :n_max)
