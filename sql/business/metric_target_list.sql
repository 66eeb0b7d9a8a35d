-- Lists the targets of a metric, latest day first, of one day the last set first.
-- param metric_id int
-- returns from_day int
-- returns target int?
-- returns note text?
-- returns set_us int
-- returns actor text
SELECT from_day, target, note, set_us, actor
FROM metric_target
WHERE metric_id = :metric_id
ORDER BY from_day DESC, id DESC
