-- Keeps a finding.
-- one
-- param survey_id int
-- param department_id int?
-- param kind text
-- param tone text
-- param subject text
-- param state text
-- param message text
-- param arguments text
-- param value real?
-- param lo real?
-- param hi real?
-- param n int
-- param card_id text?
-- param slice text
-- param before_slice text?
-- param url text
-- param p_adjusted real?
-- param found_day int
-- param found_us int
-- param until_day int
-- returns id int
INSERT INTO finding (survey_id, department_id, kind, tone, subject, state, message, arguments, value,
                     lo, hi, n, card_id, slice, before_slice, url, p_adjusted, found_day, found_us,
                     until_day)
VALUES (:survey_id, :department_id, :kind, :tone, :subject, :state, :message, :arguments, :value,
        :lo, :hi, :n, :card_id, :slice, :before_slice, :url, :p_adjusted, :found_day, :found_us,
        :until_day)
RETURNING id
