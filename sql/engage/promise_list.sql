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
-- returns origin text?
-- returns successor_id int?
-- returns declined text?
SELECT promise.id, promise.note_id, promise.leader_id, promise.direction, promise.what,
       promise.made_day, promise.due_day, promise.ended_day, promise.outcome, note.noted_by,
       predecessor.name AS origin, handed.leader_id AS successor_id, handed.reason AS declined
FROM promise JOIN note ON note.id = promise.note_id
LEFT JOIN promise_succession AS taken ON taken.made_id = promise.id
LEFT JOIN promise AS was ON was.id = taken.promise_id
LEFT JOIN leader AS predecessor ON predecessor.id = was.leader_id
LEFT JOIN promise_succession AS handed ON handed.promise_id = promise.id
WHERE note.withdrawn_us IS NULL
ORDER BY coalesce(promise.due_day, promise.made_day), promise.id
