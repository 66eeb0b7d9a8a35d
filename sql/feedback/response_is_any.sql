-- Whether a version has responses other than those of one import.
-- one
-- param version_id int
-- param import_id int
-- returns n int
SELECT CASE WHEN EXISTS (SELECT 1 FROM response r
                         WHERE r.version_id = :version_id AND r.import_id <> :import_id)
       THEN 1 ELSE 0 END AS n
