-- Whether a version has responses, counted or not yet, or waits for some.
-- one
-- param version_id int
-- returns n int
SELECT CASE WHEN EXISTS (SELECT 1 FROM response WHERE version_id = :version_id)
              OR EXISTS (SELECT 1 FROM import_file WHERE state <> 'done' AND ended_us IS NULL
                         AND version_id = :version_id)
       THEN 1 ELSE 0 END AS n
