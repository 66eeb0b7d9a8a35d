-- Lists the people at customers who said whether they may be called, by customer and name.
-- scan: those who were asked, which is few
-- returns account_id int
-- returns person_id int
-- returns name text
-- returns office text?
-- returns phone text?
-- returns email text?
-- returns is_given int
-- returns how text
-- returns day int
SELECT p.account_id, p.id AS person_id, p.name, p.office, p.phone, p.email, c.is_given, c.how, c.day
FROM call_consent c JOIN account_person p ON p.id = c.person_id
WHERE c.id = (SELECT max(x.id) FROM call_consent x WHERE x.person_id = c.person_id)
ORDER BY p.account_id, p.name, p.id
