-- Whether a card is kept already.
-- param id text
-- returns id text
SELECT id FROM card WHERE id = :id
