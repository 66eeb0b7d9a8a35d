-- Keeps what was chosen when serving customers cost something.
-- one
-- param what text
-- param cost text
-- param chosen text
-- param why text?
-- param leader_id int?
-- param day int
-- param by text
-- param at_us int
-- returns id int
INSERT INTO trade_off (what, cost, chosen, why, leader_id, day, noted_by, noted_us)
VALUES (:what, :cost, :chosen, :why, :leader_id, :day, :by, :at_us)
RETURNING id
