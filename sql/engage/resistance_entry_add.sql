-- Keeps something noted of a case of resistance.
-- one
-- param resistance_id int
-- param kind text
-- param key text
-- param what text
-- param day int
-- param due_day int?
-- param by text
-- param at_us int
-- returns id int
INSERT INTO resistance_entry (resistance_id, kind, key, what, day, due_day, noted_by, noted_us)
VALUES (:resistance_id, :kind, :key, :what, :day, :due_day, :by, :at_us)
RETURNING id
