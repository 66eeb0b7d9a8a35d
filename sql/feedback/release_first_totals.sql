-- Counts the answers of each question's first release by version; what was said where that is known of all.
-- param survey_id int
-- returns item_id int
-- returns version_id int
-- returns n int
-- returns said int?
-- returns said_square int?
SELECT item_id, version_id, CAST(sum(n) AS BIGINT) AS n,
       CASE WHEN count(said) = count(*) THEN CAST(sum(said) AS BIGINT) END AS said,
       CASE WHEN count(said) = count(*) THEN CAST(sum(said_square) AS BIGINT) END AS said_square
FROM answer_first WHERE survey_id = :survey_id GROUP BY item_id, version_id ORDER BY item_id, version_id
