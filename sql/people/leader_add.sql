-- Adds a leader.
-- param key text
-- param name text
-- param email text?
-- returns id int
INSERT INTO leader (key, name, email) VALUES (:key, :name, :email) RETURNING id
