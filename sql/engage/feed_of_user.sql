-- Says since when a user has a calendar address.
-- param user_id int
-- returns made_us int
SELECT made_us FROM calendar_feed WHERE user_id = :user_id AND revoked_us IS NULL
