-- Sets the counts of a file of facts.
-- param id int
-- param n_rows int
-- param n_new int
-- param n_revised int
-- param n_same int
-- param n_empty int
-- param n_rejected int
-- param n_skipped int
-- param n_accounts int
-- param first_day int?
-- param last_day int?
UPDATE fact_file
SET n_rows = :n_rows, n_new = :n_new, n_revised = :n_revised, n_same = :n_same, n_empty = :n_empty,
    n_rejected = :n_rejected, n_skipped = :n_skipped, n_accounts = :n_accounts,
    first_day = :first_day, last_day = :last_day
WHERE id = :id
