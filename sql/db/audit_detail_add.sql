-- Keeps the values behind an audit entry.
-- param seq int
-- param salt blob
-- param before_json text?
-- param after_json text?
INSERT INTO audit_detail (seq, salt, before_json, after_json)
VALUES (:seq, :salt, :before_json, :after_json);
