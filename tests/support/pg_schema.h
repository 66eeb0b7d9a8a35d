/* A schema on PostgreSQL as a test finds it: fresh, with the tables of this program.
 *
 * Making the tables costs half a second, so a program makes them once: between two tests its rows are taken
 * out and the first ones put back. A test that changed the tables themselves leaves a schema that is
 * dropped and made again. Takes a superuser, as tools/with_postgres.sh gives. */
#pragma once

/* The URL of the server, from COALITION_TEST_PG; NULL: there is none. */
const char *cx_test_pg_server(void);

/* The URL of the schema with tables, as after cx_db_migrate. Borrowed until the next call. */
const char *cx_test_pg_migrated(void);

/* The URL of a schema without any table, to be dropped with cx_test_pg_drop. (transfer full) */
char *cx_test_pg_empty(void);
void cx_test_pg_drop(const char *url);
