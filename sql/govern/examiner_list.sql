-- Lists who examines numbers for finance.
-- scan: users are few
-- returns name text
SELECT name FROM app_user WHERE role = 'finance' AND is_disabled = 0 ORDER BY name, id
