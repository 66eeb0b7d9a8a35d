-- Lists the lines of a file of facts that were set aside, as they come.
-- param file_id int
-- returns line int
SELECT line FROM fact_reject WHERE file_id = :file_id ORDER BY i_reject
