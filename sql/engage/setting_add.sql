-- Sets a setting from now on.
-- param key text
-- param value int
-- param set_by text
-- param set_us int
INSERT INTO engage_setting (key, value, set_by, set_us) VALUES (:key, :value, :set_by, :set_us)
