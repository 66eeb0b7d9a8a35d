-- The promise of a successor that one of their predecessor's becomes: the same, made on another day.
-- one
-- param promise_id int
-- param note_id int
-- param leader_id int
-- param made_day int
-- param due_day int?
-- returns id int
INSERT INTO promise (note_id, leader_id, direction, what, made_day, due_day)
SELECT :note_id, :leader_id, promise.direction, promise.what, :made_day, :due_day
FROM promise
WHERE promise.id = :promise_id
RETURNING id
