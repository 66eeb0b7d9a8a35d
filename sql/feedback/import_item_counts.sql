-- Lists how the items came out in an import so far.
-- param import_id int
-- returns item_id int
-- returns n_valid int
-- returns n_not_applicable int
-- returns n_missing int
SELECT item_id, n_valid, n_not_applicable, n_missing
FROM import_item
WHERE import_id = :import_id
ORDER BY item_id
