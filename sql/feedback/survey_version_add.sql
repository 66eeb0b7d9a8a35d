-- Adds a version to a survey.
-- one
-- param survey_id int
-- param key text
-- param title text
-- param from_day int?
-- param to_day int?
-- param population text?
-- param gathered text?
-- param sampling text
-- param invited int?
-- param rate_definition text?
-- param cluster_text text?
-- param cluster_scope text
-- param weight_text text?
-- param experience text
-- param experience_text text?
-- param note text?
-- param source text?
-- returns id int
INSERT INTO survey_version (survey_id, key, title, from_day, to_day, population, gathered, sampling,
                            invited, rate_definition, cluster_text, cluster_scope, weight_text, experience,
                            experience_text, note, source)
VALUES (:survey_id, :key, :title, :from_day, :to_day, :population, :gathered, :sampling,
        :invited, :rate_definition, :cluster_text, :cluster_scope, :weight_text, :experience,
        :experience_text, :note, :source)
RETURNING id
