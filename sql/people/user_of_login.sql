-- Finds who signs in under a name.
-- param login text
-- returns id int
SELECT id FROM app_user WHERE login = :login
