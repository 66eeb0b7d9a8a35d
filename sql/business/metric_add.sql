-- Adds a metric.
-- one
-- param key text
-- param label text
-- param unit text
-- param direction text
-- param decimals int
-- param is_money int
-- param department_id int?
-- param cuts text
-- param added_us int
-- returns id int
INSERT INTO metric (key, label, unit, direction, decimals, is_money, department_id, cuts, added_us)
VALUES (:key, :label, :unit, :direction, :decimals, :is_money, :department_id, :cuts, :added_us)
RETURNING id
