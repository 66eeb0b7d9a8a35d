-- Claims the message that has been due longest.
-- param now_us int
-- param until_us int
-- returns id int
-- returns message_id text
-- returns kind text
-- returns reader text
-- returns subject text
-- returns args_json text
-- returns tries int
UPDATE outbox SET due_us = :until_us, tries = tries + 1
WHERE id = (SELECT id FROM outbox WHERE due_us <= :now_us ORDER BY due_us, id LIMIT 1)
RETURNING id, message_id, kind, reader, subject, args_json, tries;
