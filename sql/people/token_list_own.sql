-- Lists the tokens of a user that are in force, newest first.
-- param user_id int
-- returns id int
-- returns name text
-- returns created_us int
-- returns expires_us int?
SELECT id, name, created_us, expires_us
FROM token
WHERE user_id = :user_id AND revoked_us IS NULL
ORDER BY id DESC
