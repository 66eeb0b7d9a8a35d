-- Asks an open job to stop; one that is queued stops at once.
-- param id int
-- param now_us int
UPDATE job SET
    is_cancel_asked = 1,
    state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
    ended_us = CASE WHEN state = 'queued' THEN :now_us END
WHERE id = :id AND ended_us IS NULL;
