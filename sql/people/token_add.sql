-- Adds a token.
-- param digest text
-- param user_id int
-- param name text
-- param now_us int
-- returns id int
INSERT INTO token (digest, user_id, name, created_us)
VALUES (:digest, :user_id, :name, :now_us) RETURNING id
