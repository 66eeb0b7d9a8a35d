-- Lists all terms, latest first within a leader.
-- scan: terms are few and all are wanted
-- returns id int
-- returns leader_id int
-- returns department_id int?
-- returns department_key text?
-- returns title text
-- returns from_day int?
-- returns to_day int?
SELECT term.id, term.leader_id, term.department_id,
       department.key AS department_key,
       term.title, term.from_day, term.to_day
FROM term LEFT JOIN department ON department.id = term.department_id
ORDER BY term.leader_id, COALESCE(term.from_day, -1000000) DESC, term.id DESC
