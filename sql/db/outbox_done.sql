-- Marks a claimed message as sent.
-- param id int
-- param tries int
-- param now_us int
UPDATE outbox SET sent_us = :now_us, due_us = NULL, error = NULL
WHERE id = :id AND tries = :tries AND due_us IS NOT NULL;
