-- Opens a session.
-- param digest text
-- param user_id int
-- param csrf text
-- param now_us int
INSERT INTO session (digest, user_id, csrf, created_us, seen_us)
VALUES (:digest, :user_id, :csrf, :now_us, :now_us)
