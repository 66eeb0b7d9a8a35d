-- Withdraws a declared measure that is in force.
-- param id int
-- param day int
UPDATE declaration SET withdrawn_day = :day WHERE id = :id AND withdrawn_day IS NULL
