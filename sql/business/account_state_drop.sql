-- Takes away what a file that is not done told of accounts, so many at a time.
-- param file_id int
-- param n_max int
DELETE FROM account_state
WHERE id IN (SELECT s.id FROM account_state s WHERE s.file_id = :file_id LIMIT :n_max)
