-- Finds the newest person of a name at an account.
-- param account_id int
-- param name text
-- returns id int
SELECT id FROM account_person
WHERE account_id = :account_id AND name = :name
      AND NOT EXISTS (SELECT 1 FROM fact_file f
                      WHERE f.id = account_person.file_id AND f.state <> 'done')
ORDER BY id DESC
LIMIT 1
