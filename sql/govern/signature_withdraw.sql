-- Withdraws a signature that was not withdrawn yet.
-- param id int
-- param day int
-- param reason text
UPDATE signature SET withdrawn_day = :day, withdrawn_reason = :reason
WHERE id = :id AND withdrawn_day IS NULL
