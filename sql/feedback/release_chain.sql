-- Lists the earlier revisions of a response.
-- param version_id int
-- param source_key text
-- param before int
-- returns id int
SELECT id FROM response
WHERE version_id = :version_id AND source_key = :source_key AND revision < :before
ORDER BY revision
