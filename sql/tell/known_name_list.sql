-- Lists the names the program knows: of leaders and people at accounts (is_person 1), and of accounts.
-- many
-- scan: each of them must not be in a comment that is shown
-- returns is_person int
-- returns name text
SELECT 1 AS is_person, name FROM leader
UNION ALL
SELECT 1 AS is_person, name FROM account_person
UNION ALL
SELECT 0 AS is_person, name FROM account_state WHERE name IS NOT NULL
