-- Whether a card is kept already, and whether it counts answers that wait.
-- param id text
-- returns id text
-- returns is_waiting int
SELECT c.id, CASE WHEN EXISTS (SELECT 1 FROM card_waiting w WHERE w.card_id = c.id) THEN 1 ELSE 0 END AS is_waiting
FROM card c WHERE c.id = :id
