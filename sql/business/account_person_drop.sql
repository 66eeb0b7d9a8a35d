-- Takes away the people a file that is not done told of.
-- param file_id int
DELETE FROM account_person WHERE file_id = :file_id
