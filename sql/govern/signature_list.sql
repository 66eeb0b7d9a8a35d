-- Lists who examined a card, newest first.
-- param card_id text
-- returns id int
-- returns verdict text
-- returns scope text
-- returns day int
-- returns until_day int
-- returns signer_id int
-- returns signed_by text
-- returns withdrawn_day int?
-- returns withdrawn_reason text?
SELECT id, verdict, scope, day, until_day, signer_id, signed_by, withdrawn_day, withdrawn_reason
FROM signature
WHERE card_id = :card_id
ORDER BY id DESC
