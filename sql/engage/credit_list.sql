-- Lists thanks in force, newest first.
-- scan: a program has some hundreds
-- returns id int
-- returns note_id int
-- returns leader_id int?
-- returns department_id int?
-- returns what text?
-- returns day int
-- returns noted_by text
SELECT credit.id, credit.note_id, credit.leader_id, credit.department_id, credit.what, credit.day,
       note.noted_by
FROM credit JOIN note ON note.id = credit.note_id
WHERE note.withdrawn_us IS NULL
ORDER BY credit.day DESC, credit.id DESC
