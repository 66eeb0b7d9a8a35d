-- Lists whose names stand on numbers today, newest first.
-- scan: names put to numbers are few and all are wanted
-- param today_day int
-- returns id int
-- returns card_id text
-- returns verdict text
-- returns scope text
-- returns day int
-- returns signed_by text
-- returns leader_id int?
SELECT signature.id, signature.card_id, signature.verdict, signature.scope, signature.day, signature.signed_by,
       app_user.leader_id
FROM signature
JOIN app_user ON app_user.id = signature.signer_id
WHERE signature.withdrawn_day IS NULL AND signature.until_day >= :today_day
ORDER BY signature.id DESC
