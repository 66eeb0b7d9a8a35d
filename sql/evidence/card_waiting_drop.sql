-- Says that a card counts no answers that wait.
-- param card_id text
DELETE FROM card_waiting WHERE card_id = :card_id
