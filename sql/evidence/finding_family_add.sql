-- Keeps what was tested together; a part of a quarter is tested once.
-- one
-- param survey_id int
-- param part text
-- param to_day int
-- param n_tested int
-- param n_found int
-- param alpha real
-- param tested_us int
-- returns id int
INSERT INTO finding_family (survey_id, part, to_day, n_tested, n_found, alpha, tested_us)
VALUES (:survey_id, :part, :to_day, :n_tested, :n_found, :alpha, :tested_us)
RETURNING id
