-- Lists the tokens, newest first.
-- scan: tokens are few and all are wanted
-- returns id int
-- returns name text
-- returns login text
-- returns created_us int
-- returns expires_us int?
-- returns revoked_us int?
SELECT token.id, token.name, app_user.login, token.created_us, token.expires_us, token.revoked_us
FROM token JOIN app_user ON app_user.id = token.user_id
ORDER BY token.id DESC
