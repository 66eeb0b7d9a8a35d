-- Makes a user's calendar address.
-- one
-- param digest text
-- param user_id int
-- param us int
-- returns id int
INSERT INTO calendar_feed (digest, user_id, made_us)
VALUES (:digest, :user_id, :us)
RETURNING id
