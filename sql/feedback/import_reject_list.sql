-- Lists the rows an import set aside, in order of the file, after the first few.
-- param import_id int
-- param n_skip int
-- param n_max int
-- returns line int
-- returns column_name text?
-- returns value text?
-- returns reason text
-- returns offset_bytes int
-- returns len_bytes int
SELECT line, column_name, value, reason, offset_bytes, len_bytes
FROM import_reject
WHERE import_id = :import_id AND i_reject >= :n_skip
ORDER BY i_reject
LIMIT :n_max
