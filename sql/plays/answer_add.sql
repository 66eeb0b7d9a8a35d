-- Keeps an answer to a proposal.
-- param key text
-- param title text
-- param answer text
-- param until_day int?
-- param reason text?
-- param day int
-- param answered_by text
-- param answered_us int
INSERT INTO play_answer (key, title, answer, until_day, reason, day, answered_by, answered_us)
VALUES (:key, :title, :answer, :until_day, :reason, :day, :answered_by, :answered_us)
