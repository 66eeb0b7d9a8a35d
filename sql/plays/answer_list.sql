-- Lists the newest answer of each proposal.
-- scan: answers are some dozens a year, and the week needs all keys
-- returns key text
-- returns title text
-- returns answer text
-- returns until_day int?
-- returns reason text?
-- returns day int
-- returns answered_by text
SELECT play_answer.key, play_answer.title, play_answer.answer, play_answer.until_day,
       play_answer.reason, play_answer.day, play_answer.answered_by
FROM play_answer
JOIN (SELECT max(id) AS id FROM play_answer GROUP BY key) newest ON newest.id = play_answer.id
ORDER BY play_answer.id DESC
