-- Takes away the people a file that is not done told of, so many at a time.
-- param file_id int
-- param n_max int
DELETE FROM account_person
WHERE id IN (SELECT p.id FROM account_person p WHERE p.file_id = :file_id LIMIT :n_max)
