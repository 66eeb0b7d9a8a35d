#include "db/migrate.h"

#include <inttypes.h>
#include <string.h>

#include "db/db_priv.h"
#include "sql/db.h"

/* How far a database is. */
typedef struct {
    int64_t n_applied;
    bool has_table;
} Progress;

/* Compares an applied step with this program's. */
static bool
check_step(const CxMigrationListRow *applied, int64_t expected, const CxMigration *step,
           GError **error)
{
    if (applied->number != expected) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                    "the database's list of schema steps lacks step %" PRId64, expected);
        return false;
    }
    if (step == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                    "the database was written by a newer program: it is at schema step %" PRId64
                    " \"%s\", which this program does not know",
                    applied->number, applied->name);
        return false;
    }
    if (strcmp(applied->digest, step->digest) != 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                    "schema step %" PRId64 " \"%s\" was applied from another file than this "
                    "program's \"%s\"; steps may not change once they are released",
                    applied->number, applied->name, step->name);
        return false;
    }
    return true;
}

/* Reads how far the database is and compares every applied step. */
static bool
load_progress(CxDb *db, const CxMigration *steps, size_t n_steps, Progress *ret_progress,
              GError **error)
{
    CxMigrationTableRow table;
    if (!cx_q_migration_table(db, &table, error))
        return false;
    Progress progress = { .has_table = table.n > 0 };
    if (progress.has_table) {
        g_autoptr(CxStmt) stmt = cx_q_migration_list(db, error);
        if (stmt == NULL)
            return false;
        CxMigrationListRow row;
        CxStep step;
        while ((step = cx_q_migration_list_next(stmt, &row, error)) == CX_STEP_ROW) {
            const int64_t i = progress.n_applied++;
            if (!check_step(&row, i + 1, i < (int64_t)n_steps ? &steps[i] : NULL, error))
                return false;
        }
        if (step == CX_STEP_ERROR)
            return false;
    }
    *ret_progress = progress;
    return true;
}

static bool
apply_step(CxDb *db, const CxMigration *step, CxInstant now, GError **error)
{
    const char *sql = db->engine == CX_ENGINE_SQLITE ? step->sqlite : step->pg;
    const CxMigrationAddParams added = {
        .number = step->number,
        .name = step->name,
        .digest = step->digest,
        .applied_us = now.us,
    };
    if (!cx_db_exec(db, sql, error) || !cx_q_migration_add(db, &added, error)) {
        g_prefix_error(error, "could not apply schema step %" PRId64 " \"%s\": ", step->number,
                       step->name);
        return false;
    }
    return true;
}

/* Applies the next step, if one is left. Whoever comes second waits here for the writer's lock and
 * then finds the step applied. */
static bool
apply_next(CxDb *db, const CxMigration *steps, size_t n_steps, CxInstant now, bool *ret_is_last,
           GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    if (txn == NULL)
        return false;
    Progress progress;
    if (!load_progress(db, steps, n_steps, &progress, error))
        return false;
    if (progress.n_applied < (int64_t)n_steps &&
        !apply_step(db, &steps[progress.n_applied], now, error))
        return false;
    *ret_is_last = progress.n_applied + 1 >= (int64_t)n_steps;
    return cx_txn_commit(&txn, error);
}

bool
cx_db_migrate_steps(const char *url, const CxMigration *steps, size_t n_steps, CxInstant now,
                    GError **error)
{
    g_autoptr(CxDb) db = cx_db_open_file(url, CX_DB_WRITE, true, error);
    if (db == NULL)
        return false;
    Progress progress;
    if (!load_progress(db, steps, n_steps, &progress, error))
        return false;
    bool is_last = progress.n_applied == (int64_t)n_steps;
    while (!is_last) {
        if (!apply_next(db, steps, n_steps, now, &is_last, error))
            return false;
    }
    return true;
}

bool
cx_db_migrate(const char *url, CxInstant now, GError **error)
{
    return cx_db_migrate_steps(url, cx_migrations, cx_migrations_n, now, error);
}

bool
cx_db_check_schema(CxDb *db, GError **error)
{
    Progress progress;
    if (!load_progress(db, cx_migrations, cx_migrations_n, &progress, error))
        return false;
    if (!progress.has_table) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "the database was never set up: run `coalition init`");
        return false;
    }
    if (progress.n_applied < (int64_t)cx_migrations_n) {
        g_set_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                    "the database is at schema step %" PRId64 " of %zu: run `coalition init`",
                    progress.n_applied, cx_migrations_n);
        return false;
    }
    return true;
}
