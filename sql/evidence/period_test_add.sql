-- Keeps what became of a declared measure; one that was tested already stays as it is.
-- param declaration_id int
-- param survey_id int
-- param department_id int?
-- param step text
-- param from_day int
-- param to_day int
-- param period text
-- param against_from_day int?
-- param against_to_day int?
-- param against text?
-- param wording text
-- param is_exploratory int
-- param reason text?
-- param after_value real?
-- param before_value real?
-- param n_after int
-- param n_before int
-- param clusters int
-- param change real?
-- param se real?
-- param lo real?
-- param hi real?
-- param level real?
-- param rule text
-- param p real?
-- param p_adjusted real?
-- param detectable real?
-- param expected real?
-- param alpha real
-- param n_family int
-- param close_day int
-- param method text
-- param after_slice text
-- param before_slice text?
-- param card_id text?
-- param closed_us int
-- param actor text
INSERT INTO period_test (declaration_id, survey_id, department_id, step, from_day, to_day, period,
                         against_from_day, against_to_day, against, wording, is_exploratory, reason,
                         after_value, before_value, n_after, n_before, clusters, change, se, lo, hi,
                         level, rule, p, p_adjusted, detectable, expected, alpha, n_family,
                         close_day, method, after_slice, before_slice, card_id, closed_us, actor)
VALUES (:declaration_id, :survey_id, :department_id, :step, :from_day, :to_day, :period,
        :against_from_day, :against_to_day, :against, :wording, :is_exploratory, :reason,
        :after_value, :before_value, :n_after, :n_before, :clusters, :change, :se, :lo, :hi,
        :level, :rule, :p, :p_adjusted, :detectable, :expected, :alpha, :n_family,
        :close_day, :method, :after_slice, :before_slice, :card_id, :closed_us, :actor)
ON CONFLICT DO NOTHING
