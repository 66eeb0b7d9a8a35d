-- Adds a department.
-- param key text
-- param name text
-- param from_day int?
-- returns id int
INSERT INTO department (key, name, from_day) VALUES (:key, :name, :from_day) RETURNING id
