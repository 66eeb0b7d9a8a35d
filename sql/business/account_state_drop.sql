-- Takes away what a file that is not done told of accounts.
-- param file_id int
DELETE FROM account_state WHERE file_id = :file_id
