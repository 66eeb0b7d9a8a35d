-- Reads a card.
-- param id text
-- returns id text
-- returns department_id int?
-- returns scope text
-- returns created_us int
-- returns slice text
-- returns document text
SELECT id, department_id, scope, created_us, slice, document FROM card WHERE id = :id
