-- Lists what was brought, latest first: uploads, and imports that were made without one. Those
-- before an instant, and of that instant those before a rank.
-- scan: both lists have a row a file, and they are merged
-- param before_us int
-- param before_rank int
-- param n_max int
-- returns upload_id int
-- returns import_id int
-- returns rank int
-- returns file_name text
-- returns len_bytes int
-- returns actor text
-- returns received_us int
-- returns kind text
-- returns state text
-- returns import_state text?
-- returns n_rows int?
-- returns n_rejected int?
SELECT b.upload_id, b.import_id, b.rank, b.file_name, b.len_bytes, b.actor, b.received_us, b.kind,
       b.state, b.import_state, b.n_rows, b.n_rejected
FROM (SELECT u.id AS upload_id, COALESCE(u.import_id, 0) AS import_id, u.id * 2 AS rank,
             u.file_name, u.len_bytes, u.actor, u.received_us, u.kind, u.state,
             f.state AS import_state, f.n_rows,
             f.n_rejected
      FROM upload u LEFT JOIN import_file f ON f.id = u.import_id
      UNION ALL
      SELECT 0 AS upload_id, f.id AS import_id, f.id * 2 + 1 AS rank, f.file_name, o.len_bytes,
             f.actor, f.imported_us AS received_us, 'survey' AS kind, 'imported' AS state,
             f.state AS import_state, f.n_rows,
             f.n_rejected
      FROM import_file f JOIN original o ON o.id = f.original_id
      WHERE NOT EXISTS (SELECT 1 FROM upload u WHERE u.import_id = f.id)) b
WHERE b.received_us < :before_us OR (b.received_us = :before_us AND b.rank < :before_rank)
ORDER BY b.received_us DESC, b.rank DESC
LIMIT :n_max
