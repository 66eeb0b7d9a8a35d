-- Brings what is said of a metric up to date.
-- param id int
-- param label text
-- param unit text
-- param direction text
-- param decimals int
-- param is_money int
-- param department_id int?
-- param cuts text
UPDATE metric
SET label = :label, unit = :unit, direction = :direction, decimals = :decimals,
    is_money = :is_money, department_id = :department_id, cuts = :cuts
WHERE id = :id
