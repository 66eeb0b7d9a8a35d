-- Lists the settings, oldest first.
-- scan: a handful, all wanted
-- returns key text
-- returns value int
SELECT key, value FROM engage_setting ORDER BY id
