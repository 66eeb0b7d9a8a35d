-- Lists the texts of the program, newest first.
-- scan: a program has a handful of texts, and pages show their history
-- returns id int
-- returns kind text
-- returns department_id int?
-- returns department_key text?
-- returns department_name text?
-- returns from_day int
-- returns text text
-- returns meets_day int?
-- returns set_by text
SELECT program_text.id, program_text.kind, program_text.department_id,
       department.key AS department_key, department.name AS department_name,
       program_text.from_day, program_text.text, program_text.meets_day, program_text.set_by
FROM program_text
LEFT JOIN department ON department.id = program_text.department_id
ORDER BY program_text.from_day DESC, program_text.id DESC
