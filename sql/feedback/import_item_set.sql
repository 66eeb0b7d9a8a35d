-- Notes how one item came out in an import so far.
-- param import_id int
-- param item_id int
-- param n_valid int
-- param n_not_applicable int
-- param n_missing int
INSERT INTO import_item (import_id, item_id, n_valid, n_not_applicable, n_missing)
VALUES (:import_id, :item_id, :n_valid, :n_not_applicable, :n_missing)
ON CONFLICT (import_id, item_id) DO UPDATE SET n_valid = excluded.n_valid,
    n_not_applicable = excluded.n_not_applicable, n_missing = excluded.n_missing
