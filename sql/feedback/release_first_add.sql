-- Adds to the answers of a question's first release.
-- param survey_id int
-- param item_id int
-- param version_id int
-- param month int
-- param n int
-- param said int?
-- param said_square int?
INSERT INTO answer_first (survey_id, item_id, version_id, month, n, said, said_square)
VALUES (:survey_id, :item_id, :version_id, :month, :n, :said, :said_square)
ON CONFLICT (survey_id, item_id, version_id, month) DO UPDATE SET
    n = answer_first.n + :n, said = answer_first.said + :said, said_square = answer_first.said_square + :said_square
