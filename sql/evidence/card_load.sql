-- Reads a card.
-- param id text
-- returns id text
-- returns department_id int?
-- returns scope text
-- returns created_us int
-- returns slice text
-- returns document text
-- returns is_waiting int
SELECT id, department_id, scope, created_us, slice, document,
       CASE WHEN EXISTS (SELECT 1 FROM card_waiting w WHERE w.card_id = card.id) THEN 1 ELSE 0 END AS is_waiting
FROM card WHERE id = :id
