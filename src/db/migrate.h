/* Migrations: the schema as a list of steps that only grows.
 *
 * Each step of sql/schema is applied in one transaction together with its row in schema_migration,
 * which keeps the digest of the file. Processes that start at once apply each step once. */
#pragma once

#include <stddef.h>

#include "base/clock.h"
#include "db/db.h"

typedef struct {
    int64_t number; /* 1.. without gaps */
    const char *name;
    const char *digest; /* BLAKE2b of the file, 64 hex digits */
    const char *sqlite;
    const char *pg;
} CxMigration;

/* The steps built into this program, from sql/schema. */
extern const CxMigration cx_migrations[];
extern const size_t cx_migrations_n;

/* Makes the SQLite file if there is none (readable by its owner only; its folder must exist), then
 * applies the steps not applied yet. `now` is recorded with them.
 *
 * Fails with UNSUPPORTED if the database was written by a newer program, CORRUPT if an applied step
 * has another digest here; then nothing is changed. A step that fails leaves those before it. */
CX_MUST_USE bool cx_db_migrate(const char *url, CxInstant now, GError **error);
/* The same with steps of one's own, for tests. */
CX_MUST_USE bool cx_db_migrate_steps(const char *url, const CxMigration *steps, size_t n_steps,
                                     CxInstant now, GError **error);
/* Checks that the database is exactly at this program's last step: UNSUPPORTED if newer or older,
 * CORRUPT if a step has another digest, NOT_FOUND if it was never set up. */
CX_MUST_USE bool cx_db_check_schema(CxDb *db, GError **error);
