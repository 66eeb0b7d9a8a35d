-- Sets a user's password.
-- param id int
-- param password_hash text
UPDATE app_user SET password_hash = :password_hash, version = version + 1 WHERE id = :id
