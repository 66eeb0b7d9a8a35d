-- Lists what became of the declared measures of a survey, newest period first, the overall rating first.
-- param survey_id int
-- returns id int
-- returns declaration_id int
-- returns department_id int?
-- returns department_name text?
-- returns item_id int
-- returns measure text
-- returns is_weighted int
-- returns step text
-- returns from_day int
-- returns to_day int
-- returns period text
-- returns against_from_day int?
-- returns against_to_day int?
-- returns against text?
-- returns wording text
-- returns is_exploratory int
-- returns reason text?
-- returns after_value real?
-- returns before_value real?
-- returns n_after int
-- returns n_before int
-- returns clusters int
-- returns change real?
-- returns lo real?
-- returns hi real?
-- returns level real?
-- returns rule text
-- returns p real?
-- returns p_adjusted real?
-- returns detectable real?
-- returns expected real?
-- returns alpha real
-- returns n_family int
-- returns close_day int
-- returns after_slice text
-- returns before_slice text?
-- returns card_id text?
-- returns closed_us int
SELECT t.id, t.declaration_id, t.department_id, p.name AS department_name, d.item_id, d.measure,
       d.is_weighted, t.step, t.from_day, t.to_day, t.period, t.against_from_day, t.against_to_day,
       t.against, t.wording, t.is_exploratory, t.reason, t.after_value, t.before_value, t.n_after,
       t.n_before, t.clusters, t.change, t.lo, t.hi, t.level, t.rule, t.p, t.p_adjusted,
       t.detectable, t.expected, t.alpha, t.n_family, t.close_day, t.after_slice, t.before_slice,
       t.card_id, t.closed_us
FROM period_test AS t
JOIN declaration AS d ON d.id = t.declaration_id
LEFT JOIN department AS p ON p.id = t.department_id
WHERE t.survey_id = :survey_id
ORDER BY t.to_day DESC, t.from_day, CASE WHEN t.department_id IS NULL THEN 0 ELSE 1 END, p.name,
         t.id
