-- Counts the messages that wait to be sent.
-- one
-- returns n int
SELECT count(*) AS n FROM outbox WHERE due_us IS NOT NULL;
