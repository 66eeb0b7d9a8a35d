-- Lists the marked changes that stand, the newest first.
-- scan: what was marked is a handful
-- returns id int
-- returns metric_id int
-- returns what text
-- returns since_day int
-- returns marked_us int
-- returns actor text
SELECT id, metric_id, what, since_day, marked_us, actor
FROM marked_change WHERE withdrawn_day IS NULL ORDER BY since_day DESC, id DESC
