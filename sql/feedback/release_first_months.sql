-- Lists the answers of a question's first release by version and month.
-- param survey_id int
-- param item_id int
-- returns version_id int
-- returns month int
-- returns n int
-- returns said int?
-- returns said_square int?
SELECT version_id, month, n, said, said_square FROM answer_first
WHERE survey_id = :survey_id AND item_id = :item_id
ORDER BY version_id, month
