-- Says whether the table of migrations is there.
-- scan: the catalogue of tables is small
-- one
-- returns n int
SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration';
