-- Lists the migrations applied.
-- scan: all are wanted
-- returns number int
-- returns name text
-- returns digest text
SELECT number, name, digest FROM schema_migration ORDER BY number;
