-- Reads a session of a user who is not switched off.
-- param digest text
-- returns user_id int
-- returns csrf text
-- returns created_us int
-- returns seen_us int
SELECT session.user_id, session.csrf, session.created_us, session.seen_us
FROM session JOIN app_user ON app_user.id = session.user_id
WHERE session.digest = :digest AND app_user.is_disabled = 0
