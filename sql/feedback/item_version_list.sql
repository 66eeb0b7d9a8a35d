-- Lists the items of a survey as each version asked them, by item.
-- param survey_id int
-- returns item_id int
-- returns version_id int
-- returns wording text
-- returns kind text
-- returns lo int
-- returns hi int
-- returns decimals int
-- returns direction text
-- returns column_name text
-- returns position int
SELECT a.item_id, a.version_id, a.wording, a.kind, a.lo, a.hi, a.decimals, a.direction,
       a.column_name, a.position
FROM item i JOIN item_version a ON a.item_id = i.id
WHERE i.survey_id = :survey_id
ORDER BY a.item_id, a.version_id
