-- Lists findings, newest first, with their first look.
-- param since_day int
-- returns id int
-- returns survey_id int
-- returns survey_key text
-- returns department_id int?
-- returns department_key text?
-- returns department_name text?
-- returns kind text
-- returns tone text
-- returns subject text
-- returns state text
-- returns message text
-- returns arguments text
-- returns value real?
-- returns lo real?
-- returns hi real?
-- returns n int
-- returns card_id text?
-- returns slice text
-- returns before_slice text?
-- returns url text
-- returns p_adjusted real?
-- returns found_day int
-- returns until_day int
-- returns ended_day int?
-- scan: all that is alive, and whoever asks for the past asks for all of it
SELECT f.id, f.survey_id, s.key AS survey_key, f.department_id, d.key AS department_key,
       d.name AS department_name, f.kind, f.tone, f.subject, f.state, f.message, f.arguments, f.value, f.lo,
       f.hi, f.n, f.card_id, f.slice, f.before_slice, f.url, f.p_adjusted, f.found_day, f.until_day,
       f.ended_day
FROM finding AS f
JOIN survey AS s ON s.id = f.survey_id
LEFT JOIN department AS d ON d.id = f.department_id
WHERE f.until_day >= :since_day
ORDER BY f.found_day DESC, f.id DESC
