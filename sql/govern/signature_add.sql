-- Puts a name to a card.
-- one
-- param card_id text
-- param verdict text
-- param scope text
-- param day int
-- param until_day int
-- param signer_id int
-- param signed_by text
-- param signed_us int
-- returns id int
INSERT INTO signature (card_id, verdict, scope, day, until_day, signer_id, signed_by, signed_us)
VALUES (:card_id, :verdict, :scope, :day, :until_day, :signer_id, :signed_by, :signed_us)
RETURNING id
