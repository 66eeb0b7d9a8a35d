-- Adds a user.
-- param login text
-- param name text
-- param password_hash text
-- param role text
-- param leader_id int?
-- returns id int
INSERT INTO app_user (login, name, password_hash, role, leader_id)
VALUES (:login, :name, :password_hash, :role, :leader_id) RETURNING id
