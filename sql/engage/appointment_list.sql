-- Lists what is planned or took place, the next first; what moved or was dropped is left out, and what
-- took place when its contact was taken back.
-- scan: a few a week, all wanted
-- returns id int
-- returns key text
-- returns title text
-- returns leader_id int?
-- returns day int
-- returns minute int
-- returns minutes int
-- returns outcome text?
SELECT appointment.id, appointment.key, appointment.title, appointment.leader_id, appointment.day,
       appointment.minute, appointment.minutes, appointment.outcome
FROM appointment LEFT JOIN note ON note.id = appointment.note_id
WHERE (appointment.outcome IS NULL OR appointment.outcome = 'happened') AND note.withdrawn_us IS NULL
ORDER BY appointment.day, appointment.minute, appointment.id
