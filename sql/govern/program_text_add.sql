-- Sets a text of the program.
-- one
-- param kind text
-- param department_id int?
-- param from_day int
-- param text text
-- param meets_day int?
-- param set_by text
-- param set_us int
-- returns id int
INSERT INTO program_text (kind, department_id, from_day, text, meets_day, set_by, set_us)
VALUES (:kind, :department_id, :from_day, :text, :meets_day, :set_by, :set_us)
RETURNING id
