/* The PostgreSQL engine, through libpq.
 *
 * Parameters and results travel in binary, statements are prepared once per connection. There is one
 * writer at a time, as on SQLite: a write transaction begins by taking an advisory lock on the
 * schema. "-- many" queries read through a cursor, those that say "-- copy" by COPY (pg_copy.c), the
 * others whole. */
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "db/pg_priv.h"
#include "lang/assert.h"

/* Types as the server numbers them (pg_type.h, never changed). */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_VARCHAR = 1043
};

#define FETCH_ROWS "4096"

typedef struct {
    CxPgCopy *copy; /* or what follows */
    PGresult *rows; /* the portion at hand */
    int i_row;
    char *cursor; /* name while a cursor is open, else NULL */
    CxTxn *txn;   /* the transaction the cursor lives in */
} Result;

static void
result_free(PGresult *result)
{
    PQclear(result);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, result_free)

/* ---- Errors ---- */

static const struct {
    const char *state; /* SQLSTATE, or how it begins */
    CxErrorCode code;
    const char *words;
} states[] = {
    { "23505", CX_ERROR_CONFLICT, "a value that must be unique is taken" },
    { "23503", CX_ERROR_CONFLICT, "a row referred to is not there, or a row is still referred to" },
    { "23", CX_ERROR_INVALID, "a value is not allowed" },
    { "22", CX_ERROR_INVALID, "a value is not allowed" },
    { "40", CX_ERROR_BUSY, "the database was busy with another change" },
    { "55P03", CX_ERROR_BUSY, "the database stayed locked" },
    { "57014", CX_ERROR_CANCELLED, "the statement was cancelled" },
    { "57P", CX_ERROR_BUSY, "the database server is stopping or starting" },
    { "53100", CX_ERROR_IO, "the disk of the database server is full" },
    { "53", CX_ERROR_BUSY, "the database server has no capacity left" },
    { "54", CX_ERROR_TOO_LARGE, "a value or statement is too large" },
    { "58", CX_ERROR_IO, "the disk of the database server failed" },
    { "08", CX_ERROR_IO, "the connection to the database failed" },
    { "3D", CX_ERROR_NOT_FOUND, "there is no such database" },
    { "", CX_ERROR_CORRUPT, "the database failed" },
};

void
cx_pg_set_error(PGconn *conn, const CxQuery *query, const PGresult *result, GError **error)
{
    const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == NULL)
        state = "08";
    size_t i = 0;
    while (!g_str_has_prefix(state, states[i].state))
        i++;
    g_autofree char *why = g_strdup(text != NULL ? text : PQerrorMessage(conn));
    g_set_error(error, CX_ERROR, (gint)states[i].code, "%s%s%s (%s)",
                query == NULL ? "" : query->name, query == NULL ? "" : ": ", states[i].words,
                g_strdelimit(g_strstrip(why), "\n\t", ' '));
}

static bool
is_success(const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Settings are read-only outside write transactions, so a write without one is found out. */
static void
check_misuse(const CxQuery *query, const PGresult *result)
{
    if (g_strcmp0(PQresultErrorField(result, PG_DIAG_SQLSTATE), "25006") == 0)
        cx_db_misuse("%s writes and needs a write transaction", query->name);
}

/* ---- Connections ---- */

static void
ignore_notice(void *data CX_UNUSED, const char *message CX_UNUSED)
{
}

static bool
run_settings(PGconn *conn, const char *sql, GError **error)
{
    g_autoptr(PGresult) result = PQexec(conn, sql);
    if (!is_success(result)) {
        cx_pg_set_error(conn, NULL, result, error);
        return false;
    }
    return true;
}

static bool
set_lock_wait(CxDb *db, GError **error)
{
    g_autofree char *sql = g_strdup_printf("SET lock_timeout = %" PRId64, db->lock_wait_ms);
    return run_settings(db->handle, sql, error);
}

static bool
configure(CxDb *db, GError **error)
{
    (void)PQsetNoticeProcessor(db->handle, ignore_notice, NULL); /* returns the one before */
    return run_settings(db->handle, "SET default_transaction_read_only = on; SET timezone = 'UTC'",
                        error) &&
           set_lock_wait(db, error);
}

/* A connection that was lost outside a transaction is made again, once. */
static bool
revive(CxDb *db)
{
    PGconn *conn = db->handle;
    if (db->txn != NULL || PQstatus(conn) == CONNECTION_OK)
        return false;
    PQreset(conn);
    if (db->prepared != NULL)
        g_hash_table_remove_all(db->prepared);
    return PQstatus(conn) == CONNECTION_OK && configure(db, NULL);
}

static bool
exec(CxDb *db, const char *sql, GError **error)
{
    (void)revive(db); /* if it fails, so does what follows */
    g_autoptr(PGresult) result = PQexec(db->handle, sql);
    if (is_success(result))
        return true;
    if (revive(db)) {
        PQclear(result);
        result = PQexec(db->handle, sql);
        if (is_success(result))
            return true;
    }
    cx_pg_set_error(db->handle, NULL, result, error);
    if (db->txn == NULL) {
        /* Half of "BEGIN; take the lock" may have worked. */
        g_autoptr(PGresult) undone = PQexec(db->handle, "ROLLBACK");
    }
    return false;
}

static const CxDbOps pg_ops;

bool
cx_pg_open(CxDb *db, const char *url, GError **error)
{
    const char *keywords[] = { "dbname", "client_encoding", "fallback_application_name",
                               "connect_timeout", NULL };
    const char *values[] = { url, "UTF8", "coalition", "10", NULL };
    db->ops = &pg_ops;
    db->handle = PQconnectdbParams(keywords, values, 1);
    PGconn *conn = db->handle;
    if (PQstatus(conn) != CONNECTION_OK) {
        cx_pg_set_error(conn, NULL, NULL, error);
        return false;
    }
    if (PQserverVersion(conn) < 150000) {
        g_set_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                    "PostgreSQL 15 or newer is needed, this is %d", PQserverVersion(conn) / 10000);
        return false;
    }
    return configure(db, error);
}

static void
close_handle(CxDb *db)
{
    PQfinish(db->handle);
}

/* ---- Parameters ---- */

typedef struct {
    Oid types[CX_DB_COLUMNS_MAX];
    const char *values[CX_DB_COLUMNS_MAX];
    int lengths[CX_DB_COLUMNS_MAX];
    int formats[CX_DB_COLUMNS_MAX];
    uint64_t numbers[CX_DB_COLUMNS_MAX]; /* big-endian */
} Bound;

static void
bind_number(Bound *bound, size_t i, uint64_t bits)
{
    bound->numbers[i] = GUINT64_TO_BE(bits);
    bound->values[i] = (const char *)&bound->numbers[i];
    bound->lengths[i] = sizeof(bits);
}

static void
bind_cell(Bound *bound, size_t i, const CxCell *cell)
{
    static const Oid types[] = { [CX_DB_INT] = OID_INT8,
                                 [CX_DB_REAL] = OID_FLOAT8,
                                 [CX_DB_TEXT] = OID_TEXT,
                                 [CX_DB_BLOB] = OID_BYTEA };
    bound->types[i] = types[cell->type];
    bound->formats[i] = 1;
    bound->values[i] = NULL;
    bound->lengths[i] = 0;
    if (cell->is_null)
        return;
    uint64_t bits;
    switch (cell->type) {
    case CX_DB_INT:
        bind_number(bound, i, (uint64_t)cell->i);
        break;
    case CX_DB_REAL:
        memcpy(&bits, &cell->x, sizeof(bits));
        bind_number(bound, i, bits);
        break;
    case CX_DB_TEXT:
    case CX_DB_BLOB:
        bound->values[i] = cell->data;
        bound->lengths[i] = (int)cell->len_bytes;
        break;
    }
}

/* ---- Reading ---- */

static uint64_t
big_endian(const char *bytes, int len_bytes)
{
    uint64_t bits = 0;
    for (int i = 0; i < len_bytes; i++)
        bits = bits << 8 | (uint8_t)bytes[i];
    return bits;
}

static bool
read_int(Oid oid, const char *bytes, int64_t *ret_value)
{
    switch (oid) {
    case OID_INT8:
        *ret_value = (int64_t)big_endian(bytes, 8);
        return true;
    case OID_INT4:
        *ret_value = (int32_t)big_endian(bytes, 4);
        return true;
    case OID_INT2:
        *ret_value = (int16_t)big_endian(bytes, 2);
        return true;
    case OID_BOOL:
        *ret_value = bytes[0] != 0;
        return true;
    default:
        return false;
    }
}

static bool
read_real(Oid oid, const char *bytes, double *ret_value)
{
    if (oid == OID_FLOAT8) {
        const uint64_t bits = big_endian(bytes, 8);
        memcpy(ret_value, &bits, sizeof(bits));
        return true;
    }
    if (oid == OID_FLOAT4) {
        const uint32_t bits = (uint32_t)big_endian(bytes, 4);
        float value;
        memcpy(&value, &bits, sizeof(bits));
        *ret_value = (double)value;
        return true;
    }
    int64_t value = 0;
    const bool is_int = read_int(oid, bytes, &value);
    *ret_value = (double)value;
    return is_int;
}

bool
cx_pg_read_value(Oid oid, const char *bytes, size_t len_bytes, CxCell *cell)
{
    switch (cell->type) {
    case CX_DB_INT:
        return read_int(oid, bytes, &cell->i);
    case CX_DB_REAL:
        return read_real(oid, bytes, &cell->x);
    case CX_DB_TEXT:
    case CX_DB_BLOB:
        cell->data = bytes;
        cell->len_bytes = len_bytes;
        if (cell->type == CX_DB_BLOB)
            return oid == OID_BYTEA;
        return oid == OID_TEXT || oid == OID_VARCHAR || oid == OID_NAME;
    }
    return false;
}

static bool
read_cell(const PGresult *rows, int i_row, int column, CxCell *cell)
{
    cell->is_null = PQgetisnull(rows, i_row, column) != 0;
    return cell->is_null || cx_pg_read_value(PQftype(rows, column), PQgetvalue(rows, i_row, column),
                                             (size_t)PQgetlength(rows, i_row, column), cell);
}

/* ---- Statements ---- */

/* The name under which a query is prepared on this connection; NULL with an error. Borrowed. */
static const char *
prepare(CxDb *db, const CxQuery *query, const Bound *bound, GError **error)
{
    if (db->prepared == NULL)
        db->prepared = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    char *name = g_hash_table_lookup(db->prepared, query);
    if (name != NULL)
        return name;
    name = g_strdup_printf("q%u", g_hash_table_size(db->prepared));
    g_autoptr(PGresult) result =
        PQprepare(db->handle, name, query->pg, (int)query->n_params, bound->types);
    if (!is_success(result)) {
        g_free(name);
        cx_pg_set_error(db->handle, query, result, error);
        return NULL;
    }
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): a key is not written through */
    g_hash_table_insert(db->prepared, (gpointer)(uintptr_t)query, name);
    return name;
}

static bool
run_whole(CxDb *db, const CxQuery *query, const Bound *bound, Result *state, GError **error)
{
    const char *name = prepare(db, query, bound, error);
    if (name == NULL)
        return false;
    state->rows = PQexecPrepared(db->handle, name, (int)query->n_params, bound->values,
                                 bound->lengths, bound->formats, 1);
    if (!is_success(state->rows)) {
        check_misuse(query, state->rows);
        cx_pg_set_error(db->handle, query, state->rows, error);
        return false;
    }
    if (PQntuples(state->rows) > CX_DB_ROWS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "%s: the result has more than %d rows",
                    query->name, CX_DB_ROWS_MAX);
        return false;
    }
    (void)g_ascii_string_to_signed(PQcmdTuples(state->rows), 10, 0, INT64_MAX, &db->n_changes,
                                   NULL); /* "" for statements that change nothing */
    return true;
}

static bool
fetch(CxDb *db, const CxQuery *query, Result *state, GError **error)
{
    PQclear(state->rows);
    g_autofree char *sql = g_strconcat("FETCH " FETCH_ROWS " FROM ", state->cursor, NULL);
    state->rows = PQexecParams(db->handle, sql, 0, NULL, NULL, NULL, NULL, 1);
    state->i_row = 0;
    if (!is_success(state->rows)) {
        cx_pg_set_error(db->handle, query, state->rows, error);
        return false;
    }
    return true;
}

static bool
run_cursor(CxDb *db, const CxQuery *query, const Bound *bound, Result *state, GError **error)
{
    g_autofree char *cursor = g_strdup_printf("c%" G_GINT64_FORMAT, ++db->next_cursor);
    g_autofree char *sql =
        g_strconcat("DECLARE ", cursor, " NO SCROLL CURSOR FOR ", query->pg, NULL);
    g_autoptr(PGresult) result = PQexecParams(db->handle, sql, (int)query->n_params, bound->types,
                                              bound->values, bound->lengths, bound->formats, 1);
    if (!is_success(result)) {
        cx_pg_set_error(db->handle, query, result, error);
        return false;
    }
    state->cursor = g_steal_pointer(&cursor);
    state->txn = db->txn;
    return fetch(db, query, state, error);
}

static bool
run(CxDb *db, const CxQuery *query, const Bound *bound, Result *state, GError **error)
{
    return query->is_many ? run_cursor(db, query, bound, state, error)
                          : run_whole(db, query, bound, state, error);
}

static bool
start(CxStmt *stmt, const CxCell *params, GError **error)
{
    CxDb *db = stmt->db;
    const CxQuery *query = stmt->query;
    Result *state = g_new0(Result, 1);
    stmt->engine = state;
    g_autoptr(GError) failure = NULL;
    if (query->is_copied)
        state->copy = cx_pg_copy_open(db, query, params, &failure);
    if (state->copy != NULL)
        return true;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    Bound bound;
    for (size_t i = 0; i < query->n_params; i++)
        bind_cell(&bound, i, &params[i]);
    (void)revive(db); /* if it fails, so does what follows */
    bool is_started = run(db, query, &bound, state, &failure);
    if (!is_started && revive(db)) {
        /* Reads only, since writes happen in transactions, which are not revived. */
        g_clear_error(&failure);
        PQclear(g_steal_pointer(&state->rows));
        is_started = run(db, query, &bound, state, &failure);
    }
    if (!is_started) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if ((size_t)PQnfields(state->rows) != query->n_columns)
        cx_db_misuse("%s: its header does not describe its statement", query->name);
    return true;
}

static CxStep
step(CxStmt *stmt, CxCell *cells, GError **error)
{
    const CxQuery *query = stmt->query;
    Result *state = stmt->engine;
    if (state->copy != NULL)
        return cx_pg_copy_step(state->copy, cells, error);
    if (state->i_row == PQntuples(state->rows)) {
        if (state->cursor == NULL || state->i_row == 0)
            return CX_STEP_DONE;
        if (!fetch(stmt->db, query, state, error))
            return CX_STEP_ERROR;
        if (PQntuples(state->rows) == 0)
            return CX_STEP_DONE;
    }
    for (size_t i = 0; i < query->n_columns; i++) {
        cells[i] = (CxCell){ .type = query->columns[i].type };
        if (!read_cell(state->rows, state->i_row, (int)i, &cells[i])) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s: column %s holds another type",
                        query->name, query->columns[i].name);
            return CX_STEP_ERROR;
        }
    }
    state->i_row++;
    return CX_STEP_ROW;
}

static void
stop(CxStmt *stmt)
{
    Result *state = g_steal_pointer(&stmt->engine);
    if (state == NULL)
        return;
    cx_pg_copy_close(stmt->db, state->copy);
    PQclear(state->rows);
    if (state->cursor != NULL && stmt->db->txn == state->txn) {
        /* A failed transaction has closed it already. */
        g_autofree char *sql = g_strconcat("CLOSE ", state->cursor, NULL);
        g_autoptr(PGresult) closed = PQexec(stmt->db->handle, sql);
    }
    g_free(state->cursor);
    g_free(state);
}

static const CxDbOps pg_ops = {
    .exec = exec,
    .set_lock_wait = set_lock_wait,
    /* The lock's first half is "COAL", its second the schema: two homes may share a database. */
    .begin_write = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
                   "SELECT pg_advisory_xact_lock(1129267532,"
                   " hashtext(coalesce(current_schema(), '')))",
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .start = start,
    .step = step,
    .stop = stop,
    .end_txn = cx_pg_lanes_end,
    .close = close_handle,
};
