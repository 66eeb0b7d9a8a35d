-- Finds the user of a token that is in force.
-- param digest text
-- param now_us int
-- returns user_id int
SELECT token.user_id
FROM token JOIN app_user ON app_user.id = token.user_id
WHERE token.digest = :digest AND token.revoked_us IS NULL AND app_user.is_disabled = 0
  AND (token.expires_us IS NULL OR token.expires_us > :now_us)
