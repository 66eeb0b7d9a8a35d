-- Adds what a revision of a response says in words.
-- param version_id int
-- param source_key text
-- param revision int
-- param item_id int
-- param text text
INSERT INTO response_text (response_id, item_id, text)
SELECT id, :item_id, :text
FROM response
WHERE version_id = :version_id AND source_key = :source_key AND revision = :revision
