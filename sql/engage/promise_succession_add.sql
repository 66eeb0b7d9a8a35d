-- Keeps what became of a promise when the office changed hands.
-- param promise_id int
-- param leader_id int
-- param answer text
-- param made_id int?
-- param reason text?
-- param day int
-- param answered_by text
-- param answered_us int
INSERT INTO promise_succession (promise_id, leader_id, answer, made_id, reason, day, answered_by,
                                answered_us)
VALUES (:promise_id, :leader_id, :answer, :made_id, :reason, :day, :answered_by, :answered_us)
