-- Lists the people at an account by name, but for those of a file that is not done.
-- param account_id int
-- returns name text
-- returns email text?
-- returns phone text?
-- returns office text?
SELECT name, email, phone, office
FROM account_person
WHERE account_id = :account_id
      AND NOT EXISTS (SELECT 1 FROM fact_file f
                      WHERE f.id = account_person.file_id AND f.state <> 'done')
ORDER BY name, id
