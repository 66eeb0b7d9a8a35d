-- Lists the contacts in force, newest first.
-- scan: a program has some hundreds, and the week counts them all
-- returns id int
-- returns note_id int
-- returns leader_id int
-- returns day int
-- returns kind text
-- returns with_sponsor int
-- returns topic text?
-- returns noted_by text
SELECT contact.id, contact.note_id, contact.leader_id, contact.day, contact.kind,
       contact.with_sponsor, contact.topic, note.noted_by
FROM contact JOIN note ON note.id = contact.note_id
WHERE note.withdrawn_us IS NULL
ORDER BY contact.day DESC, contact.id DESC
