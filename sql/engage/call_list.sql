-- Lists the calls to customers: open ones first, the first due first, then the newest.
-- scan: a few a month, and the week looks at them all
-- returns id int
-- returns account_id int
-- returns account_key text
-- returns account text?
-- returns leader_id int
-- returns person_id int?
-- returns person text?
-- returns office text?
-- returns phone text?
-- returns email text?
-- returns reasons text
-- returns due_day int
-- returns planned_day int
-- returns planned_by text
-- returns outcome text?
-- returns said text?
-- returns ended_day int?
-- returns note_id int?
SELECT c.id, c.account_id, a.source_key AS account_key, s.name AS account, c.leader_id, c.person_id,
       p.name AS person, p.office, p.phone, p.email, c.reasons, c.due_day, c.planned_day, c.planned_by,
       c.outcome, c.said, c.ended_day, n.id AS note_id
FROM customer_call c
JOIN account a ON a.id = c.account_id
LEFT JOIN account_state s
    ON s.account_id = a.id AND s.revision = (
         SELECT max(l.revision) FROM account_state l
         WHERE l.account_id = a.id AND COALESCE(l.file_id, 0) NOT IN (SELECT id FROM fact_file WHERE state <> 'done'))
LEFT JOIN account_person p ON p.id = c.person_id
LEFT JOIN note n ON n.id = c.note_id AND n.withdrawn_us IS NULL
ORDER BY CASE WHEN c.outcome IS NULL THEN c.due_day ELSE 1000000 - c.ended_day END, c.id
