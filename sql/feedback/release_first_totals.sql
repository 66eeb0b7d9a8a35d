-- Counts the answers of each question's first release.
-- param survey_id int
-- returns item_id int
-- returns n int
SELECT item_id, CAST(sum(n) AS BIGINT) AS n FROM answer_first WHERE survey_id = :survey_id GROUP BY item_id ORDER BY item_id
