-- Adds to the answers of a question's first release.
-- param survey_id int
-- param item_id int
-- param version_id int
-- param month int
-- param n int
INSERT INTO answer_first (survey_id, item_id, version_id, month, n)
VALUES (:survey_id, :item_id, :version_id, :month, :n)
ON CONFLICT (survey_id, item_id, version_id, month) DO UPDATE SET n = answer_first.n + :n
