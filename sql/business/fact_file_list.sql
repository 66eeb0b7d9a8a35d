-- Lists files of facts from the latest back, those before an id.
-- param before_id int
-- param n_max int
-- returns id int
-- returns file_name text
-- returns taken_us int
-- returns actor text
-- returns n_rows int
-- returns n_new int
-- returns n_revised int
-- returns n_same int
-- returns n_empty int
-- returns n_rejected int
-- returns n_skipped int
-- returns first_day int?
-- returns last_day int?
SELECT id, file_name, taken_us, actor, n_rows, n_new, n_revised, n_same, n_empty, n_rejected,
       n_skipped, first_day, last_day
FROM fact_file
WHERE id < :before_id
ORDER BY id DESC
LIMIT :n_max
