-- Lists what was told of where ratings of a question fall, in order of time.
-- param survey_id int
-- param item_id int
-- returns metric_id int
-- returns from_day int
-- returns to_day int
-- returns told_day int
-- returns result blob
SELECT metric_id, from_day, to_day, told_day, result FROM threshold_told
WHERE survey_id = :survey_id AND item_id = :item_id
ORDER BY to_day, metric_id
