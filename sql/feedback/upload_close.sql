-- Ends a draft that nobody has changed since: it was taken in or dropped.
-- param id int
-- param version int
-- param state text
-- param import_id int?
-- param report text?
-- param closed_us int
-- param closed_by text
UPDATE upload
SET state = :state, import_id = :import_id, report = :report, closed_us = :closed_us,
    closed_by = :closed_by, version = version + 1
WHERE id = :id AND version = :version AND state = 'draft'
