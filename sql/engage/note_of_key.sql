-- The note a row of a sheet became, with its promise.
-- param source_key text
-- returns withdrawn_us int?
-- returns promise_id int?
-- returns outcome text?
SELECT note.withdrawn_us, promise.id AS promise_id, promise.outcome
FROM note
LEFT JOIN promise ON promise.note_id = note.id
WHERE note.source_key = :source_key
