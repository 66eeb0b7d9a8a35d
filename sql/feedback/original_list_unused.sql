-- Lists the originals that came before an instant and that no import and no file of facts refers to.
-- scan: once a night, originals are few
-- param before_us int
-- returns id int
SELECT o.id FROM original o
WHERE o.received_us < :before_us
    AND NOT EXISTS (SELECT 1 FROM import_file f WHERE f.original_id = o.id)
    AND NOT EXISTS (SELECT 1 FROM fact_file f WHERE f.original_id = o.id)
ORDER BY o.id
