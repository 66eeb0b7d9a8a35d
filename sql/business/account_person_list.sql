-- Lists the people at an account by name.
-- param account_id int
-- returns name text
-- returns email text?
-- returns phone text?
-- returns office text?
SELECT name, email, phone, office FROM account_person WHERE account_id = :account_id ORDER BY name, id
