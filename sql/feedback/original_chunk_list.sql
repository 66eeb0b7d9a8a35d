-- Lists the chunks of an import's original in order, each with the digest of the whole.
-- param import_id int
-- returns digest blob
-- returns len_bytes int
-- returns data blob
SELECT o.digest, o.len_bytes, c.data
FROM import_file f JOIN original o ON o.id = f.original_id
                   JOIN original_chunk c ON c.original_id = o.id
WHERE f.id = :import_id
ORDER BY c.i_chunk
