-- Takes the headline from whichever item of a survey has it, unless it is this one.
-- param survey_id int
-- param key text
UPDATE item SET is_headline = 0 WHERE survey_id = :survey_id AND is_headline = 1 AND key <> :key
