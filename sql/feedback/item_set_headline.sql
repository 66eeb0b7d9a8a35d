-- Makes an item the headline of its survey.
-- param survey_id int
-- param key text
UPDATE item SET is_headline = 1 WHERE survey_id = :survey_id AND key = :key AND is_headline = 0
