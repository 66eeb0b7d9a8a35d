-- Says that a card counts answers that wait.
-- param card_id text
INSERT INTO card_waiting (card_id) VALUES (:card_id) ON CONFLICT (card_id) DO NOTHING
