-- Counts the responses of a version, of any revision.
-- one
-- param version_id int
-- returns n int
SELECT count(*) AS n FROM response WHERE version_id = :version_id
