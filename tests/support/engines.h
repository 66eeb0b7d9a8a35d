/* Runs store tests on both engines, each test on a fresh database with the schema of this program.
 *
 *     static void test_leader_add(CxDb *db) { … }
 *     cx_test_engines_add("/people/leader/add", test_leader_add);
 *
 * SQLite always; PostgreSQL when COALITION_TEST_PG holds a postgresql:// URL (tools/with_postgres.sh
 * sets it), in a schema of its own (support/pg_schema.h). Without it the PostgreSQL half is
 * reported as skipped. */
#pragma once

#include "db/db.h"

/* Instant at which test databases are set up: 2026-11-16 09:00 UTC. */
#define CX_TEST_NOW_US INT64_C(1794819600000000)

typedef void (*CxTestEngineFunc)(CxDb *db);
typedef void (*CxTestUrlFunc)(const char *url);

/* Adds PATH/sqlite and PATH/pg to the tests; func gets a connection for writing. */
void cx_test_engines_add(const char *path, CxTestEngineFunc func);
/* The same for tests that open connections themselves; the database has the schema. */
void cx_test_engines_add_url(const char *path, CxTestUrlFunc func);
/* The same on a database without any table (for SQLite: a name without a file). */
void cx_test_engines_add_empty(const char *path, CxTestUrlFunc func);
/* Runs func at once, inside a test, on a fresh database of every engine there is. */
void cx_test_engines_run(CxTestEngineFunc func);
/* Another connection for writing to the store at url. (transfer full) */
CxDb *cx_test_open(const char *url);
