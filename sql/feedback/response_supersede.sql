-- Makes a response one that is no longer the latest.
-- param id int
UPDATE response SET is_latest = 0 WHERE id = :id
