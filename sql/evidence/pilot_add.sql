-- Declares a pilot.
-- one
-- param title text
-- param survey_id int
-- param item_id int
-- param measure text
-- param is_weighted int
-- param design text
-- param unit_item text
-- param from_day int
-- param to_day int
-- param wanted real
-- param is_drawn int
-- param seed int
-- param plan_se real?
-- param plan_detectable real?
-- param plan_power real?
-- param plan_p_least real?
-- param plan_trend real?
-- param plan_trend_p real?
-- param plan_periods int
-- param declared_us int
-- param actor text
-- returns id int
INSERT INTO pilot (title, survey_id, item_id, measure, is_weighted, design, unit_item, from_day,
                   to_day, wanted, is_drawn, seed, plan_se, plan_detectable, plan_power,
                   plan_p_least, plan_trend, plan_trend_p, plan_periods, declared_us, actor)
VALUES (:title, :survey_id, :item_id, :measure, :is_weighted, :design, :unit_item, :from_day,
        :to_day, :wanted, :is_drawn, :seed, :plan_se, :plan_detectable, :plan_power,
        :plan_p_least, :plan_trend, :plan_trend_p, :plan_periods, :declared_us, :actor)
RETURNING id
