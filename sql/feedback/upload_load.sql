-- Reads an upload.
-- param id int
-- returns id int
-- returns original_id int
-- returns file_name text
-- returns len_bytes int
-- returns actor text
-- returns received_us int
-- returns kind text
-- returns state text
-- returns head text
-- returns findings text?
-- returns mapping text?
-- returns trial text?
-- returns import_id int?
-- returns report text?
-- returns closed_us int?
-- returns closed_by text?
-- returns version int
SELECT id, original_id, file_name, len_bytes, actor, received_us, kind, state, head, findings,
       mapping, trial, import_id, report, closed_us, closed_by, version
FROM upload
WHERE id = :id
