-- Keeps a step of a first look.
-- param finding_id int
-- param step text
-- param leader_id int?
-- param text text?
-- param day int
-- param actor text
-- param name text
-- param said_us int
INSERT INTO first_look (finding_id, step, leader_id, text, day, actor, name, said_us)
VALUES (:finding_id, :step, :leader_id, :text, :day, :actor, :name, :said_us)
