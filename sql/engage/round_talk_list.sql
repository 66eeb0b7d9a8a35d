-- Lists the one-on-ones in force, the newest first.
-- scan: some hundreds, all wanted
-- returns id int
-- returns round_id int
-- returns leader_id int
-- returns note_id int
-- returns day int
-- returns said text?
-- returns recorded_by text
SELECT talk.id, talk.round_id, talk.leader_id, talk.note_id, talk.day, talk.said, talk.recorded_by
FROM round_talk AS talk JOIN note ON note.id = talk.note_id
WHERE note.withdrawn_us IS NULL
ORDER BY talk.day DESC, talk.id DESC
