-- Reads a brief as it was handed over.
-- param id int
-- returns leader_id int
-- returns kind text
-- returns survey_key text
-- returns from_day int?
-- returns to_day int?
-- returns day int
-- returns digest text
-- returns headline text
-- returns handed_by text
-- returns data text
-- returns paper text
-- returns n_taken_back int
SELECT h.leader_id, h.kind, h.survey_key, h.from_day, h.to_day, h.day, h.digest, h.headline, h.handed_by, h.data,
       h.paper, (SELECT count(*) FROM brief_handover AS t WHERE t.of_id = h.id) AS n_taken_back
FROM brief_handover AS h
WHERE h.id = :id
