-- Says whether the table of migrations is there.
-- scan: the catalogue of tables is small
-- one
-- returns n int
SELECT count(*) AS n FROM pg_catalog.pg_tables
WHERE schemaname = current_schema() AND tablename = 'schema_migration';
