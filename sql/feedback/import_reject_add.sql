-- Notes a row that was set aside.
-- param import_id int
-- param i_reject int
-- param line int
-- param column_name text?
-- param value text?
-- param reason text
-- param offset_bytes int
-- param len_bytes int
INSERT INTO import_reject (import_id, i_reject, line, column_name, value, reason, offset_bytes,
                           len_bytes)
VALUES (:import_id, :i_reject, :line, :column_name, :value, :reason, :offset_bytes, :len_bytes)
