-- Lists the responses of a version in every revision, by day and then in order of being added, with the release each came
-- with (0: while nobody else could be told), whether it revises what somebody may have been told, and whether it counts.
-- many
-- scan: of what is not done, which is little
-- param version_id int
-- returns id int
-- returns day int
-- returns number int
-- returns is_changed int
-- returns is_counted int
SELECT r.id, r.day, CASE WHEN a.is_whole = 1 THEN 0 ELSE COALESCE(w.number, i.number, 0) END AS number,
       CASE WHEN r.revision > 1 AND COALESCE(a.is_whole, 0) = 0 THEN 1 ELSE 0 END AS is_changed,
       CASE WHEN r.is_latest = 1
                 AND (r.revised_by IS NULL
                      OR r.revised_by IN (SELECT id FROM import_file WHERE state <> 'done'))
            THEN 1 ELSE 0 END AS is_counted
FROM response r
     LEFT JOIN answer_waiting w ON w.response_id = r.id
     LEFT JOIN answer_release_import i ON i.import_id = r.import_id
     LEFT JOIN answer_release a ON a.survey_id = i.survey_id AND a.number = COALESCE(w.number, i.number)
WHERE r.version_id = :version_id
    AND r.import_id NOT IN (SELECT id FROM import_file WHERE state <> 'done')
ORDER BY r.day, r.id
