-- Records how far a held job is.
-- param id int
-- param tries int
-- param n_done int
-- param n_total int
-- param message text?
-- param checkpoint text?
UPDATE job SET n_done = :n_done, n_total = :n_total, message = coalesce(:message, message),
    checkpoint = coalesce(:checkpoint, checkpoint)
WHERE id = :id AND tries = :tries AND state = 'running';
