-- Sets a target from a day on.
-- param metric_id int
-- param from_day int
-- param target int?
-- param note text?
-- param set_us int
-- param actor text
INSERT INTO metric_target (metric_id, from_day, target, note, set_us, actor)
VALUES (:metric_id, :from_day, :target, :note, :set_us, :actor)
