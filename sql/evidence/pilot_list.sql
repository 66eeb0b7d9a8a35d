-- Lists the pilots of a survey with what became of them, latest first.
-- param survey_id int
-- returns id int
-- returns title text
-- returns item_id int
-- returns measure text
-- returns is_weighted int
-- returns design text
-- returns unit_item text
-- returns from_day int
-- returns to_day int
-- returns wanted real
-- returns is_drawn int
-- returns seed int
-- returns plan_se real?
-- returns plan_detectable real?
-- returns plan_power real?
-- returns plan_p_least real?
-- returns plan_trend real?
-- returns plan_trend_p real?
-- returns plan_periods int
-- returns declared_us int
-- returns actor text
-- returns withdrawn_day int?
-- returns wording text?
-- returns reason text?
-- returns effect real?
-- returns lo real?
-- returns hi real?
-- returns rule text?
-- returns p_units real?
-- returns p_lot real?
-- returns detectable real?
-- returns n_treated int?
-- returns n_compared int?
-- returns n_least int?
-- returns n_answers int?
-- returns treated_before real?
-- returns treated_after real?
-- returns compared_before real?
-- returns compared_after real?
-- returns card_id text?
-- returns closed_us int?
SELECT p.id, p.title, p.item_id, p.measure, p.is_weighted, p.design, p.unit_item, p.from_day,
       p.to_day, p.wanted, p.is_drawn, p.seed, p.plan_se, p.plan_detectable, p.plan_power,
       p.plan_p_least, p.plan_trend, p.plan_trend_p, p.plan_periods, p.declared_us, p.actor,
       p.withdrawn_day, r.wording, r.reason, r.effect, r.lo, r.hi, r.rule, r.p_units, r.p_lot,
       r.detectable, r.n_treated, r.n_compared, r.n_least, r.n_answers, r.treated_before,
       r.treated_after, r.compared_before, r.compared_after, r.card_id, r.closed_us
FROM pilot AS p
LEFT JOIN pilot_result AS r ON r.pilot_id = p.id
WHERE p.survey_id = :survey_id
ORDER BY p.from_day DESC, p.id DESC
