-- Keeps how well comments tell the rating, in place of what was.
-- param item_id int
-- param language text
-- param n int
-- param n_right int
-- param n_common int
-- param n_terms int
-- param praise text
-- param blame text
-- param made_us int
INSERT INTO sentiment (item_id, language, n, n_right, n_common, n_terms, praise, blame, made_us)
VALUES (:item_id, :language, :n, :n_right, :n_common, :n_terms, :praise, :blame, :made_us)
ON CONFLICT (item_id) DO UPDATE
SET language = :language, n = :n, n_right = :n_right, n_common = :n_common, n_terms = :n_terms,
    praise = :praise, blame = :blame, made_us = :made_us
