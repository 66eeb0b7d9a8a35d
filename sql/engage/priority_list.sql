-- Lists the leaders' priorities in force, newest first.
-- scan: leaders are few and have a handful each
-- returns id int
-- returns note_id int
-- returns leader_id int
-- returns what text
-- returns from_day int
SELECT priority.id, priority.note_id, priority.leader_id, priority.what, priority.from_day
FROM priority JOIN note ON note.id = priority.note_id
WHERE note.withdrawn_us IS NULL
ORDER BY priority.from_day DESC, priority.id DESC
