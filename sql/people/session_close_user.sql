-- Ends all sessions of a user.
-- param user_id int
DELETE FROM session WHERE user_id = :user_id
