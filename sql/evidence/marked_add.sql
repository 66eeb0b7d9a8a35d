-- Marks a change.
-- one
-- param metric_id int
-- param what text
-- param since_day int
-- param marked_us int
-- param actor text
-- returns id int
INSERT INTO marked_change (metric_id, what, since_day, marked_us, actor)
VALUES (:metric_id, :what, :since_day, :marked_us, :actor)
RETURNING id
