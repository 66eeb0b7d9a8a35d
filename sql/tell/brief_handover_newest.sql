-- Lists what was handed to leaders, by leader, the newest first, without what was taken back.
-- scan: a few a quarter for each leader, and the week looks at all
-- returns leader_id int
-- returns id int
-- returns survey_key text
-- returns from_day int?
-- returns to_day int?
-- returns day int
SELECT h.leader_id, h.id, h.survey_key, h.from_day, h.to_day, h.day
FROM brief_handover AS h
WHERE h.kind = 'handed' AND NOT EXISTS (SELECT 1 FROM brief_handover AS t WHERE t.of_id = h.id)
ORDER BY h.leader_id, h.day DESC, h.id DESC
