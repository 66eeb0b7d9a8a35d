-- Finds a user by login.
-- param login text
-- returns id int
-- returns login text
-- returns name text
-- returns role text
-- returns leader_id int?
-- returns leader_name text?
-- returns is_disabled int
-- returns version int
SELECT app_user.id, app_user.login, app_user.name, app_user.role, app_user.leader_id,
       leader.name AS leader_name, app_user.is_disabled, app_user.version
FROM app_user LEFT JOIN leader ON leader.id = app_user.leader_id
WHERE app_user.login = :login
