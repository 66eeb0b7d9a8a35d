-- Finds the leader with an email address, which is stored in lower case.
-- param email text
-- returns id int
SELECT id FROM leader WHERE email = :email
