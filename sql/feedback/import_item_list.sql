-- Lists how the items came out in an import, in order of the questionnaire.
-- param import_id int
-- returns key text
-- returns column_name text
-- returns n_valid int
-- returns n_not_applicable int
-- returns n_missing int
SELECT i.key, a.column_name, m.n_valid, m.n_not_applicable, m.n_missing
FROM import_item m JOIN import_file f ON f.id = m.import_id
                   JOIN item i ON i.id = m.item_id
                   JOIN item_version a ON a.item_id = m.item_id AND a.version_id = f.version_id
WHERE m.import_id = :import_id
ORDER BY a.position, i.id
