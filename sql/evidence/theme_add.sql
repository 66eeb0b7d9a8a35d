-- Adds a theme.
-- one
-- param survey_id int
-- param item_id int
-- param name text
-- param terms text
-- param is_own int
-- param actor text
-- param made_us int
-- returns id int
INSERT INTO theme (survey_id, item_id, name, terms, is_own, actor, made_us)
VALUES (:survey_id, :item_id, :name, :terms, :is_own, :actor, :made_us)
RETURNING id
