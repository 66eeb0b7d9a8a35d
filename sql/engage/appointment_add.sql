-- Plans a proposal.
-- one
-- param key text
-- param title text
-- param leader_id int?
-- param day int
-- param minute int
-- param minutes int
-- param planned_by text
-- param planned_us int
-- returns id int
INSERT INTO appointment (key, title, leader_id, day, minute, minutes, planned_by, planned_us)
VALUES (:key, :title, :leader_id, :day, :minute, :minutes, :planned_by, :planned_us)
RETURNING id
