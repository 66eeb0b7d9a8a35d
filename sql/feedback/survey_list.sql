-- Lists the surveys by title with what they hold.
-- scan: surveys are few, and their responses are counted once, along one index
-- returns id int
-- returns key text
-- returns title text
-- returns n_versions int
-- returns n_items int
-- returns n_responses int
-- returns first_day int?
-- returns last_day int?
-- returns imported_us int?
SELECT s.id, s.key, s.title,
       (SELECT count(*) FROM survey_version v WHERE v.survey_id = s.id
            AND EXISTS (SELECT 1 FROM import_file d WHERE d.version_id = v.id AND d.state = 'done'))
            AS n_versions,
       (SELECT count(*) FROM item i WHERE i.survey_id = s.id) AS n_items,
       COALESCE(held.n, 0) AS n_responses, held.first_day, held.last_day,
       (SELECT max(f.imported_us) FROM import_file f WHERE f.survey_id = s.id
            AND f.state = 'done') AS imported_us
FROM survey s
LEFT JOIN (
    SELECT v.survey_id, count(*) AS n, min(r.day) AS first_day, max(r.day) AS last_day
    FROM survey_version v JOIN response r ON r.version_id = v.id
    WHERE r.is_latest = 1
        AND r.import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
        AND (r.revised_by IS NULL
             OR r.revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))
    GROUP BY v.survey_id) held ON held.survey_id = s.id
WHERE EXISTS (SELECT 1 FROM import_file d WHERE d.survey_id = s.id AND d.state = 'done')
ORDER BY s.title, s.id
