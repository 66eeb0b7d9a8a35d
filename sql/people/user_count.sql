-- Counts the users.
-- scan: users are few
-- returns n int
SELECT count(*) AS n FROM app_user
