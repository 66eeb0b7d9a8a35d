-- Keeps a question of a round.
-- param round_id int
-- param position int
-- param text text
INSERT INTO round_question (round_id, position, text) VALUES (:round_id, :position, :text)
