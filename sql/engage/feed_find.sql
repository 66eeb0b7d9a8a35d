-- Finds whose calendar address is in force under a digest.
-- param digest text
-- returns user_id int
SELECT f.user_id
FROM calendar_feed f JOIN app_user u ON u.id = f.user_id
WHERE f.digest = :digest AND f.revoked_us IS NULL AND u.is_disabled = 0
