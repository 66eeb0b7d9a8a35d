-- Lists the codes of a survey's items, by item and version.
-- param survey_id int
-- returns item_id int
-- returns version_id int
-- returns position int
-- returns source text
-- returns meaning text
-- returns code int?
-- returns key text?
-- returns label text?
SELECT c.item_id, c.version_id, c.position, c.source, c.meaning, c.code, c.key, c.label
FROM item i JOIN item_code c ON c.item_id = i.id
WHERE i.survey_id = :survey_id
ORDER BY c.item_id, c.version_id, c.position
