-- Adds a survey.
-- one
-- param key text
-- param title text
-- param zone text
-- param is_weighted int
-- returns id int
INSERT INTO survey (key, title, zone, is_weighted)
VALUES (:key, :title, :zone, :is_weighted)
RETURNING id
