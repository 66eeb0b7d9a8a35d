-- Keeps whether a person at a customer may be called.
-- one
-- param person_id int
-- param is_given int
-- param how text
-- param day int
-- param by text
-- param us int
-- returns id int
INSERT INTO call_consent (person_id, is_given, how, day, noted_by, noted_us)
VALUES (:person_id, :is_given, :how, :day, :by, :us)
RETURNING id
