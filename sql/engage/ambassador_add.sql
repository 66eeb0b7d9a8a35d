-- Adds an ambassador.
-- one
-- param name text
-- param department_id int
-- param hours_month int
-- param from_day int
-- param by text
-- param at_us int
-- returns id int
INSERT INTO ambassador (name, department_id, hours_month, from_day, added_by, added_us)
VALUES (:name, :department_id, :hours_month, :from_day, :by, :at_us)
RETURNING id
