-- Reads the password hash of a login that is not switched off.
-- param login text
-- returns id int
-- returns password_hash text
SELECT id, password_hash FROM app_user WHERE login = :login AND is_disabled = 0
