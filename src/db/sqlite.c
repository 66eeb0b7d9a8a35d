/* The SQLite engine.
 *
 * A result is read whole when the statement starts, so that it is the same whatever is written while
 * its rows are looked at, as on PostgreSQL, and so that no read keeps the log from being checkpointed.
 * Only "-- many" queries step as they go. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "db/db_priv.h"
#include "lang/assert.h"

#define LOCK_LOOK_US 1000 /* between two looks whether the lock is free */

/* A statement's state: either still stepping, or all rows in memory. */
typedef struct {
    sqlite3_stmt *stepping; /* "-- many": until released */
    GArray *cells;          /* otherwise: n_columns CxCell a row; data is an offset into bytes */
    GByteArray *bytes;
    size_t i_cell;
} Result;

/* ---- Errors ---- */

static CxErrorCode
code_of(int rc)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_NOTNULL:
    case SQLITE_CONSTRAINT_DATATYPE:
        return CX_ERROR_INVALID;
    default:
        break;
    }
    switch (rc & 0xFF) {
    case SQLITE_CONSTRAINT:
        return CX_ERROR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
        return CX_ERROR_BUSY;
    case SQLITE_TOOBIG:
        return CX_ERROR_TOO_LARGE;
    case SQLITE_INTERRUPT:
        return CX_ERROR_CANCELLED;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return CX_ERROR_IO;
    default:
        return CX_ERROR_CORRUPT;
    }
}

static const char *
words_of(int rc)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return "a value that must be unique is taken";
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return "a row referred to is not there, or a row is still referred to";
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_NOTNULL:
    case SQLITE_CONSTRAINT_DATATYPE:
        return "a value is not allowed";
    default:
        break;
    }
    switch (rc & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "the database stayed locked";
    case SQLITE_NOMEM:
        return "memory for the database is used up";
    case SQLITE_FULL:
        return "the disk is full";
    case SQLITE_NOTADB:
        return "the file is not a database";
    default:
        return "the database failed";
    }
}

static void
set_error(sqlite3 *handle, const CxQuery *query, int rc, GError **error)
{
    const int code = handle == NULL ? rc : sqlite3_extended_errcode(handle);
    g_set_error(error, CX_ERROR, (gint)code_of(code), "%s%s%s (%s)",
                query == NULL ? "" : query->name, query == NULL ? "" : ": ", words_of(code),
                handle == NULL ? sqlite3_errstr(rc) : sqlite3_errmsg(handle));
}

/* ---- Opening ---- */

static bool
is_guarded_table(const char *table)
{
    return g_str_has_prefix(table, "audit") || strcmp(table, "schema_migration") == 0;
}

/* The second wall: queries read and write rows, nothing else; the audit is written by db alone. */
static int
authorize(void *data, int action, const char *name, const char *detail,
          const char *schema CX_UNUSED, const char *trigger CX_UNUSED)
{
    const CxDb *db = data;
    if (db->is_control)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return g_strcmp0(detail, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        if (!is_guarded_table(name))
            return SQLITE_OK;
        return db->running != NULL && g_str_has_prefix(db->running->name, "db/") ? SQLITE_OK
                                                                                 : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static bool
exec(CxDb *db, const char *sql, GError **error)
{
    const int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        set_error(db->handle, NULL, rc, error);
        return false;
    }
    return true;
}

/* SQLite's own handler looks less and less often, up to every tenth of a second, and so misses the
 * moments that a long job leaves between two of its transactions. */
static int
wait_for_lock(void *data, int n_waits)
{
    CxDb *db = data;
    const int64_t now_us = cx_clock_monotonic_us();
    if (n_waits == 0)
        db->waiting_since_us = now_us;
    if (now_us - db->waiting_since_us >= db->lock_wait_ms * 1000)
        return 0;
    g_usleep(LOCK_LOOK_US);
    return 1;
}

static bool
set_lock_wait(CxDb *db, GError **error)
{
    const int rc = sqlite3_busy_handler(db->handle, wait_for_lock, db);
    if (rc != SQLITE_OK) {
        set_error(db->handle, NULL, rc, error);
        return false;
    }
    return true;
}

/* Makes an empty file readable by its owner only; an existing one is left as it is. */
static bool
make_file(const char *path, GError **error)
{
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not make the database file \"%s\": %s",
                    path, g_strerror(errno));
        return false;
    }
    (void)close(file); /* nothing was written */
    return true;
}

/* While one connection makes a new file keep a log, SQLite refuses the others at once, without
 * asking the busy handler: each would wait for the other. They come again until it is done. */
static bool
keep_log(CxDb *db, GError **error)
{
    const int64_t until_us = cx_clock_monotonic_us() + db->lock_wait_ms * 1000;
    g_autoptr(GError) problem = NULL;
    while (!cx_db_exec(db, "PRAGMA journal_mode = WAL;", &problem)) {
        if (!g_error_matches(problem, CX_ERROR, CX_ERROR_BUSY) ||
            cx_clock_monotonic_us() >= until_us) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return false;
        }
        g_clear_error(&problem);
        g_usleep(LOCK_LOOK_US);
    }
    return true;
}

static bool
configure(CxDb *db, GError **error)
{
    sqlite3 *handle = db->handle;
    (void)sqlite3_extended_result_codes(handle, 1);        /* cannot fail on an open handle */
    (void)sqlite3_busy_handler(handle, wait_for_lock, db); /* likewise */
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_set_authorizer(handle, authorize, db);
    const char *settings = "PRAGMA foreign_keys = ON;"
                           "PRAGMA synchronous = FULL;"
                           "PRAGMA cache_size = -16384;"
                           "PRAGMA temp_store = MEMORY;";
    if (!cx_db_exec(db, settings, error))
        return false;
    if (db->mode == CX_DB_READ)
        return cx_db_exec(db, "PRAGMA query_only = ON;", error);
    return keep_log(db, error);
}

static const CxDbOps sqlite_ops;

bool
cx_sqlite_open(CxDb *db, const char *path, bool is_new, GError **error)
{
    static gsize is_started;
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): inside the macro */
    if (g_once_init_enter(&is_started)) {
        (void)sqlite3_hard_heap_limit64(CX_DB_SQLITE_HEAP_BYTES_MAX); /* returns the old limit */
        g_once_init_leave(&is_started, 1);
    }
    if (is_new && !make_file(path, error))
        return false;
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no database \"%s\"", path);
        return false;
    }
    sqlite3 *handle = NULL;
    const int rc =
        sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    db->ops = &sqlite_ops;
    db->handle = handle;
    if (rc != SQLITE_OK) {
        set_error(handle, NULL, rc, error);
        g_prefix_error(error, "could not open \"%s\": ", path);
        return false;
    }
    if (!configure(db, error)) {
        g_prefix_error(error, "could not open \"%s\": ", path);
        return false;
    }
    return true;
}

static void
finalize(gpointer data)
{
    (void)sqlite3_finalize(data); /* repeats an error reported before */
}

static void
close_handle(CxDb *db)
{
    const int rc = sqlite3_close(db->handle);
    cx_assert(rc == SQLITE_OK);
}

/* ---- Preparing ---- */

/* The query file and the statement must agree; that every one does is tested. */
static void
check_shape(const CxQuery *query, sqlite3_stmt *prepared)
{
    if ((size_t)sqlite3_column_count(prepared) != query->n_columns ||
        (size_t)sqlite3_bind_parameter_count(prepared) != query->n_params)
        cx_db_misuse("%s: its header does not describe its statement", query->name);
}

/* Takes an idle statement out of the cache, or prepares one; release puts it back. (transfer full) */
static sqlite3_stmt *
prepare(CxDb *db, const CxQuery *query, GError **error)
{
    if (db->prepared == NULL)
        db->prepared = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, finalize);
    gpointer idle = NULL;
    if (g_hash_table_steal_extended(db->prepared, query, NULL, &idle))
        return idle;

    sqlite3_stmt *prepared = NULL;
    const int rc = sqlite3_prepare_v3(db->handle, query->sqlite, -1, SQLITE_PREPARE_PERSISTENT,
                                      &prepared, NULL);
    if (rc != SQLITE_OK) {
        set_error(db->handle, query, rc, error);
        return NULL;
    }
    check_shape(query, prepared);
    return prepared;
}

static int
bind_cell(sqlite3_stmt *prepared, int i, const CxCell *cell, sqlite3_destructor_type keep)
{
    if (cell->is_null)
        return sqlite3_bind_null(prepared, i);
    switch (cell->type) {
    case CX_DB_INT:
        return sqlite3_bind_int64(prepared, i, cell->i);
    case CX_DB_REAL:
        return sqlite3_bind_double(prepared, i, cell->x);
    case CX_DB_TEXT:
        return sqlite3_bind_text64(prepared, i, cell->data, cell->len_bytes, keep, SQLITE_UTF8);
    case CX_DB_BLOB:
        return sqlite3_bind_blob64(prepared, i, cell->data, cell->len_bytes, keep);
    }
    return SQLITE_MISUSE;
}

/* Texts and blobs are copied where rows are read after the caller went on. */
static bool
bind(CxDb *db, const CxQuery *query, sqlite3_stmt *prepared, const CxCell *params, GError **error)
{
    const sqlite3_destructor_type keep = query->is_many ? SQLITE_TRANSIENT : SQLITE_STATIC;
    for (size_t i = 0; i < query->n_params; i++) {
        const int rc = bind_cell(prepared, (int)i + 1, &params[i], keep);
        if (rc != SQLITE_OK) {
            set_error(db->handle, query, rc, error);
            return false;
        }
    }
    return true;
}

/* ---- Reading ---- */

static bool
read_cell(const CxQuery *query, sqlite3_stmt *prepared, size_t i, CxCell *ret_cell)
{
    const int column = (int)i;
    const int type = sqlite3_column_type(prepared, column);
    CxCell cell = { .type = query->columns[i].type, .is_null = type == SQLITE_NULL };
    bool is_right = cell.is_null;
    switch (cell.type) {
    case CX_DB_INT:
        is_right = is_right || type == SQLITE_INTEGER;
        cell.i = sqlite3_column_int64(prepared, column);
        break;
    case CX_DB_REAL:
        is_right = is_right || type == SQLITE_FLOAT || type == SQLITE_INTEGER;
        cell.x = sqlite3_column_double(prepared, column);
        break;
    case CX_DB_TEXT:
        is_right = is_right || type == SQLITE_TEXT;
        cell.data = sqlite3_column_text(prepared, column);
        cell.len_bytes = (size_t)sqlite3_column_bytes(prepared, column);
        break;
    case CX_DB_BLOB:
        is_right = is_right || type == SQLITE_BLOB;
        cell.data = sqlite3_column_blob(prepared, column);
        cell.len_bytes = (size_t)sqlite3_column_bytes(prepared, column);
        /* SQLite has no address for an empty blob. */
        if (cell.data == NULL && !cell.is_null)
            cell.data = "";
        break;
    }
    *ret_cell = cell;
    return is_right;
}

static bool
read_row(CxDb *db, const CxQuery *query, sqlite3_stmt *prepared, CxCell *cells, GError **error)
{
    for (size_t i = 0; i < query->n_columns; i++) {
        if (!read_cell(query, prepared, i, &cells[i])) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s: column %s holds another type",
                        query->name, query->columns[i].name);
            return false;
        }
        const bool is_text = cells[i].type == CX_DB_TEXT || cells[i].type == CX_DB_BLOB;
        if (is_text && cells[i].data == NULL && !cells[i].is_null) {
            set_error(db->handle, query, SQLITE_NOMEM, error);
            return false;
        }
    }
    return true;
}

/* Keeps a row: texts and blobs move into one growing block, so cells hold offsets until the end. */
static void
keep_row(const CxQuery *query, Result *result, CxCell *cells)
{
    for (size_t i = 0; i < query->n_columns; i++) {
        if (cells[i].data != NULL) {
            const void *data = cells[i].data;
            /* NOLINTNEXTLINE(performance-no-int-to-ptr): an offset until the row is whole */
            cells[i].data = (const void *)(uintptr_t)result->bytes->len;
            g_byte_array_append(result->bytes, data, (guint)cells[i].len_bytes);
            g_byte_array_append(result->bytes, (const guint8 *)"", 1);
        }
    }
    g_array_append_vals(result->cells, cells, (guint)query->n_columns);
}

static bool
read_whole(CxDb *db, const CxQuery *query, sqlite3_stmt *prepared, Result *result, GError **error)
{
    CxCell cells[CX_DB_COLUMNS_MAX];
    int rc = sqlite3_step(prepared);
    if (rc == SQLITE_ROW) {
        result->cells = g_array_new(FALSE, FALSE, sizeof(CxCell));
        result->bytes = g_byte_array_new();
    }
    for (int64_t n_rows = 1; rc == SQLITE_ROW; n_rows++) {
        if (n_rows > CX_DB_ROWS_MAX || result->bytes->len > CX_DB_RESULT_BYTES_MAX) {
            g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                        "%s: the result has more than %d rows or %d bytes", query->name,
                        CX_DB_ROWS_MAX, CX_DB_RESULT_BYTES_MAX);
            return false;
        }
        if (!read_row(db, query, prepared, cells, error))
            return false;
        keep_row(query, result, cells);
        rc = sqlite3_step(prepared);
    }
    if (rc != SQLITE_DONE) {
        set_error(db->handle, query, rc, error);
        return false;
    }
    db->n_changes = sqlite3_changes64(db->handle);
    return true;
}

static void
release(CxDb *db, const CxQuery *query, sqlite3_stmt *prepared)
{
    if (g_hash_table_contains(db->prepared, query)) {
        (void)sqlite3_finalize(prepared); /* repeats an error reported before */
        return;
    }
    (void)sqlite3_reset(prepared); /* likewise */
    (void)sqlite3_clear_bindings(prepared);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): a key is not written through */
    g_hash_table_insert(db->prepared, (gpointer)(uintptr_t)query, prepared);
}

static bool
start(CxStmt *stmt, const CxCell *params, GError **error)
{
    CxDb *db = stmt->db;
    const CxQuery *query = stmt->query;
    Result *result = g_new0(Result, 1);
    stmt->engine = result;
    db->running = query;
    sqlite3_stmt *prepared = prepare(db, query, error);
    if (prepared == NULL)
        return false;
    if (!sqlite3_stmt_readonly(prepared) && !cx_db_is_writing(db))
        cx_db_misuse("%s writes and needs a write transaction", query->name);
    if (query->is_many) {
        result->stepping = prepared;
        return bind(db, query, prepared, params, error);
    }
    const bool is_done =
        bind(db, query, prepared, params, error) && read_whole(db, query, prepared, result, error);
    release(db, query, prepared);
    return is_done;
}

static CxStep
step(CxStmt *stmt, CxCell *cells, GError **error)
{
    CxDb *db = stmt->db;
    const CxQuery *query = stmt->query;
    Result *result = stmt->engine;
    if (result->stepping != NULL) {
        db->running = query;
        const int rc = sqlite3_step(result->stepping);
        if (rc == SQLITE_DONE)
            return CX_STEP_DONE;
        if (rc != SQLITE_ROW) {
            set_error(db->handle, query, rc, error);
            return CX_STEP_ERROR;
        }
        return read_row(db, query, result->stepping, cells, error) ? CX_STEP_ROW : CX_STEP_ERROR;
    }
    if (result->cells == NULL || result->i_cell == result->cells->len)
        return CX_STEP_DONE;
    for (size_t i = 0; i < query->n_columns; i++) {
        cells[i] = g_array_index(result->cells, CxCell, result->i_cell + i);
        const bool has_data = cells[i].type == CX_DB_TEXT || cells[i].type == CX_DB_BLOB;
        if (has_data && !cells[i].is_null)
            cells[i].data = result->bytes->data + (uintptr_t)cells[i].data;
    }
    result->i_cell += query->n_columns;
    return CX_STEP_ROW;
}

static void
stop(CxStmt *stmt)
{
    Result *result = g_steal_pointer(&stmt->engine);
    if (result == NULL)
        return;
    if (result->stepping != NULL)
        release(stmt->db, stmt->query, result->stepping);
    if (result->cells != NULL)
        g_array_unref(result->cells);
    if (result->bytes != NULL)
        g_byte_array_unref(result->bytes);
    g_free(result);
}

static const CxDbOps sqlite_ops = {
    .exec = exec,
    .set_lock_wait = set_lock_wait,
    .begin_write = "BEGIN IMMEDIATE",
    .begin_read = "BEGIN",
    .start = start,
    .step = step,
    .stop = stop,
    .close = close_handle,
};
