-- Reads who a user is, for the context of a request.
-- param id int
-- returns login text
-- returns name text
-- returns role text
-- returns leader_id int?
-- returns is_disabled int
SELECT login, name, role, leader_id, is_disabled FROM app_user WHERE id = :id
