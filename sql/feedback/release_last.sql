-- The newest release of a survey's answers, and how many responses wait for the next.
-- one
-- param survey_id int
-- returns number int
-- returns day int?
-- returns n_waiting int
SELECT COALESCE((SELECT max(a.number) FROM answer_release a WHERE a.survey_id = :survey_id), 0) AS number,
       (SELECT a.day FROM answer_release a WHERE a.survey_id = :survey_id
        ORDER BY a.number DESC LIMIT 1) AS day,
       (SELECT count(*) FROM answer_waiting w
        WHERE w.survey_id = :survey_id AND w.number IS NULL) AS n_waiting
