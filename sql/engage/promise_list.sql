-- Lists the promises in force, the oldest due first.
-- scan: a program has some hundreds, and the week looks at them all
-- returns id int
-- returns note_id int
-- returns leader_id int
-- returns direction text
-- returns what text
-- returns made_day int
-- returns due_day int?
-- returns ended_day int?
-- returns outcome text?
-- returns noted_by text
SELECT promise.id, promise.note_id, promise.leader_id, promise.direction, promise.what,
       promise.made_day, promise.due_day, promise.ended_day, promise.outcome, note.noted_by
FROM promise JOIN note ON note.id = promise.note_id
WHERE note.withdrawn_us IS NULL
ORDER BY coalesce(promise.due_day, promise.made_day), promise.id
