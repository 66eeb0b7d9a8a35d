-- Lists the surveys by title with what they hold.
-- scan: surveys are few, and each is summed up over all its responses
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
       (SELECT count(*) FROM survey_version v JOIN response r ON r.version_id = v.id
        WHERE v.survey_id = s.id AND r.is_latest = 1
            AND r.import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
            AND (r.revised_by IS NULL
                 OR r.revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))) AS n_responses,
       (SELECT min(r.day) FROM survey_version v JOIN response r ON r.version_id = v.id
        WHERE v.survey_id = s.id AND r.is_latest = 1
            AND r.import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
            AND (r.revised_by IS NULL
                 OR r.revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))) AS first_day,
       (SELECT max(r.day) FROM survey_version v JOIN response r ON r.version_id = v.id
        WHERE v.survey_id = s.id AND r.is_latest = 1
            AND r.import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
            AND (r.revised_by IS NULL
                 OR r.revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))) AS last_day,
       (SELECT max(f.imported_us) FROM import_file f WHERE f.survey_id = s.id
            AND f.state = 'done') AS imported_us
FROM survey s
WHERE EXISTS (SELECT 1 FROM import_file d WHERE d.survey_id = s.id AND d.state = 'done')
ORDER BY s.title, s.id
