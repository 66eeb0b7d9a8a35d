-- Marks what an import revised as not the latest, for a range of its responses.
-- param import_id int
-- param after_id int
-- param upto_id int
UPDATE response SET is_latest = 0
WHERE id IN (
    SELECT was.id
    FROM response is_now JOIN response was ON was.version_id = is_now.version_id
        AND was.source_key = is_now.source_key AND was.revision = is_now.revision - 1
    WHERE is_now.id > :after_id AND is_now.id <= :upto_id AND is_now.import_id = :import_id
        AND is_now.revision > 1)
