-- Switches a user off.
-- param id int
UPDATE app_user SET is_disabled = 1, version = version + 1 WHERE id = :id
