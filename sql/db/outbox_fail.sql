-- Gives a claimed message back.
-- param id int
-- param tries int
-- param due_us int?
-- param error text
UPDATE outbox SET due_us = :due_us, error = :error
WHERE id = :id AND tries = :tries AND due_us IS NOT NULL;
