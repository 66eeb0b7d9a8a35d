-- Keeps what is told of where ratings fall, unless somebody was told meanwhile.
-- param survey_id int
-- param item_id int
-- param metric_id int
-- param from_day int
-- param to_day int
-- param told_day int
-- param result blob
INSERT INTO threshold_told (survey_id, item_id, metric_id, from_day, to_day, told_day, result)
VALUES (:survey_id, :item_id, :metric_id, :from_day, :to_day, :told_day, :result)
ON CONFLICT (survey_id, item_id, metric_id, to_day) DO NOTHING
