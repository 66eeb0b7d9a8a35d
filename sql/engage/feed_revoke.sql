-- Ends a user's calendar address.
-- param user_id int
-- param us int
UPDATE calendar_feed SET revoked_us = :us WHERE user_id = :user_id AND revoked_us IS NULL
