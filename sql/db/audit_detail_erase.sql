-- Empties the values behind an audit entry.
-- param seq int
-- param erased_us int
UPDATE audit_detail SET salt = NULL, before_json = NULL, after_json = NULL, erased_us = :erased_us
WHERE seq = :seq AND erased_us IS NULL;
