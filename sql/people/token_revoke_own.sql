-- Revokes a token in force of the user it belongs to.
-- param id int
-- param user_id int
-- param now_us int
UPDATE token SET revoked_us = :now_us WHERE id = :id AND user_id = :user_id AND revoked_us IS NULL
