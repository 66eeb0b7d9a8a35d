-- Lists the rows of a file of facts that were set aside, as they come.
-- param file_id int
-- param n_max int
-- returns line int
-- returns column_name text?
-- returns value text?
-- returns reason text
SELECT line, column_name, value, reason
FROM fact_reject
WHERE file_id = :file_id
ORDER BY i_reject
LIMIT :n_max
