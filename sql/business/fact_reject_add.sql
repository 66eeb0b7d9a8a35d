-- Keeps a row of a file of facts that was set aside.
-- param file_id int
-- param i_reject int
-- param line int
-- param column_name text?
-- param value text?
-- param reason text
INSERT INTO fact_reject (file_id, i_reject, line, column_name, value, reason)
VALUES (:file_id, :i_reject, :line, :column_name, :value, :reason)
