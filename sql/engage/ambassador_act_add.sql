-- Keeps what an ambassador did.
-- one
-- param ambassador_id int
-- param kind text
-- param what text
-- param minutes int
-- param day int
-- param by text
-- param at_us int
-- returns id int
INSERT INTO ambassador_act (ambassador_id, kind, what, minutes, day, noted_by, noted_us)
VALUES (:ambassador_id, :kind, :what, :minutes, :day, :by, :at_us)
RETURNING id
