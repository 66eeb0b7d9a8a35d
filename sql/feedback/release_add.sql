-- Adds a release.
-- param survey_id int
-- param number int
-- param day int
-- param n_people int
-- param is_whole int
INSERT INTO answer_release (survey_id, number, day, n_people, is_whole) VALUES (:survey_id, :number, :day, :n_people, :is_whole)
