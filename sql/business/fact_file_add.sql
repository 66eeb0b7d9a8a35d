-- Adds a file of facts, its counts to follow.
-- one
-- param original_id int?
-- param file_name text
-- param digest blob
-- param len_bytes int
-- param mapping text
-- param taken_us int
-- param actor text
-- param state text
-- returns id int
INSERT INTO fact_file (original_id, file_name, digest, len_bytes, mapping, taken_us, actor, state,
                       n_rows, n_new, n_revised, n_same, n_empty, n_rejected, n_skipped)
VALUES (:original_id, :file_name, :digest, :len_bytes, :mapping, :taken_us, :actor, :state, 0, 0, 0,
        0, 0, 0, 0)
RETURNING id
