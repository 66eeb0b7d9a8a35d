#include "db/db.h"

#include "base/limits.h"
#include "db/db_priv.h"
#include "lang/assert.h"

#define SQLITE_PREFIX "sqlite:"

static bool
connect_to(CxDb *db, const char *url, bool is_new, GError **error)
{
    if (g_str_has_prefix(url, SQLITE_PREFIX) && url[strlen(SQLITE_PREFIX)] != '\0') {
        db->engine = CX_ENGINE_SQLITE;
        return cx_sqlite_open(db, url + strlen(SQLITE_PREFIX), is_new, error);
    }
    if (g_str_has_prefix(url, "postgresql://") || g_str_has_prefix(url, "postgres://")) {
        db->engine = CX_ENGINE_PG;
        return cx_pg_open(db, url, error);
    }
    /* The URL may hold a password, so it is not quoted. */
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                        "a database is named \"sqlite:PATH\" or \"postgresql://HOST/NAME\"");
    return false;
}

CxDb *
cx_db_open_file(const char *url, CxDbMode mode, bool is_new, GError **error)
{
    CxDb *db = g_new0(CxDb, 1);
    db->mode = mode;
    db->lock_wait_ms = CX_DB_LOCK_WAIT_MS;
    if (!connect_to(db, url, is_new, error)) {
        cx_db_destroy(db);
        return NULL;
    }
    return db;
}

CxDb *
cx_db_open(const char *url, CxDbMode mode, GError **error)
{
    return cx_db_open_file(url, mode, false, error);
}

void
cx_db_close(CxDb *db)
{
    if (db == NULL)
        return;
    if (db->txn != NULL) {
        cx_db_misuse("a connection was closed inside the transaction begun at %s:%d", db->txn->file,
                     db->txn->line);
    }
    cx_assert(db->n_statements == 0);
    if (db->pool != NULL)
        cx_db_pool_give(db->pool, db);
    else
        cx_db_destroy(db);
}

void
cx_db_destroy(CxDb *db)
{
    if (db->prepared != NULL)
        g_hash_table_unref(db->prepared);
    g_clear_pointer(&db->written, g_hash_table_unref);
    if (db->handle != NULL)
        db->ops->close(db);
    g_free(db);
}

bool
cx_db_exec(CxDb *db, const char *sql, GError **error)
{
    const bool was_control = db->is_control;
    db->is_control = true;
    const bool is_done = db->ops->exec(db, sql, error);
    db->is_control = was_control;
    return is_done;
}

bool
cx_db_set_lock_wait(CxDb *db, int64_t wait_ms, GError **error)
{
    cx_assert(db->txn == NULL && wait_ms >= 1 && wait_ms <= INT32_MAX);
    db->lock_wait_ms = wait_ms;
    return db->ops->set_lock_wait(db, error);
}

CxEngine
cx_db_engine(const CxDb *db)
{
    return db->engine;
}

int64_t
cx_db_changes(const CxDb *db)
{
    return db->n_changes;
}

bool
cx_db_is_writing(const CxDb *db)
{
    return db->txn != NULL && db->txn->is_write;
}

void
cx_db_misuse(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    (void)fprintf(stderr, "coalition: misuse of the store: %s\n", text);
    abort();
}
