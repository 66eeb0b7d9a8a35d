-- Lists the briefs handed over, and not taken back, that carry a number by its card, newest first.
-- scan: what was handed over is some hundred documents, and this is asked when a signature is withdrawn
-- param card_id text
-- returns id int
-- returns leader_id int
-- returns headline text
-- returns day int
SELECT brief_handover.id, brief_handover.leader_id, brief_handover.headline, brief_handover.day
FROM brief_handover
LEFT JOIN brief_handover AS back ON back.of_id = brief_handover.id
WHERE brief_handover.kind = 'handed' AND back.id IS NULL
    AND brief_handover.data LIKE '%' || CAST(:card_id AS TEXT) || '%'
ORDER BY brief_handover.id DESC
