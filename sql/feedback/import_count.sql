-- Says how far an import is, and what it has counted so far.
-- param id int
-- param n_rows int
-- param n_new int
-- param n_revised int
-- param n_same int
-- param n_rejected int
-- param n_skipped int
-- param first_day int?
-- param last_day int?
UPDATE import_file SET n_rows = :n_rows, n_new = :n_new, n_revised = :n_revised, n_same = :n_same,
    n_rejected = :n_rejected, n_skipped = :n_skipped, first_day = :first_day, last_day = :last_day
WHERE id = :id
