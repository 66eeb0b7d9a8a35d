-- Keeps what a leader answered.
-- param talk_id int
-- param position int
-- param answer text
-- param words text?
INSERT INTO round_answer (talk_id, position, answer, words) VALUES (:talk_id, :position, :answer, :words)
