-- Takes away facts of a file that is not done, so many at a time.
-- param file_id int
-- param n_max int
DELETE FROM fact
WHERE id IN (SELECT f.id FROM fact f WHERE f.file_id = :file_id ORDER BY f.id LIMIT :n_max)
