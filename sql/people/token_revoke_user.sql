-- Revokes all tokens of a user.
-- param user_id int
-- param now_us int
UPDATE token SET revoked_us = :now_us WHERE user_id = :user_id AND revoked_us IS NULL
