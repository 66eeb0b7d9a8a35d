/* Whole results by COPY: rows stream while the server still looks for the next ones.
 *
 * COPY keeps a connection to itself until its last row, but whoever reads one result often reads another
 * beside it, or asks something small in between. So a copy runs on a lane: a connection of its own that
 * was given the snapshot of the transaction that asks, and therefore sees the same state of the store.
 * Lanes last as long as that transaction. COPY takes no parameters: they stand in its text. */
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "db/pg_priv.h"
#include "lang/assert.h"

#define SIGNATURE_BYTES 11
#define HEADER_BYTES    (SIGNATURE_BYTES + 8) /* and flags, and the length of what may follow */
#define TRAILER         (-1)                  /* in place of the number of a row's values */

static const char signature[SIGNATURE_BYTES + 1] = "PGCOPY\n\377\r\n";

struct CxPgCopy {
    PGconn *lane;
    int64_t i_txn; /* which transaction's */
    const CxQuery *query;
    char *row;     /* the message at hand; of libpq */
    int at_bytes;  /* read of it */
    int len_bytes; /* of it */
    bool is_begun; /* the header is read */
    bool is_ended; /* and so is everything: the lane is free */
    Oid types[CX_DB_COLUMNS_MAX];
};

static void
result_free(PGresult *result)
{
    PQclear(result);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGresult, result_free)

static void
connection_free(PGconn *conn)
{
    PQfinish(conn);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PGconn, connection_free)

/* ---- Lanes ---- */

/* A connection made with what the other one was made with, its password included. */
static PGconn *
connect_as(PGconn *conn)
{
    PQconninfoOption *options = PQconninfo(conn);
    if (options == NULL)
        return NULL;
    g_autoptr(GPtrArray) keywords = g_ptr_array_new();
    g_autoptr(GPtrArray) values = g_ptr_array_new();
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
        if (option->val == NULL)
            continue;
        g_ptr_array_add(keywords, option->keyword);
        g_ptr_array_add(values, option->val);
    }
    g_ptr_array_add(keywords, NULL);
    g_ptr_array_add(values, NULL);
    PGconn *lane = PQconnectdbParams((const char *const *)keywords->pdata,
                                     (const char *const *)values->pdata, 0);
    PQconninfoFree(options);
    return lane;
}

static bool
run(PGconn *conn, const char *sql, GError **error)
{
    g_autoptr(PGresult) result = PQexec(conn, sql);
    if (PQresultStatus(result) == PGRES_COMMAND_OK)
        return true;
    cx_pg_set_error(conn, NULL, result, error);
    return false;
}

/* Gives the lane the state that the transaction on db sees. */
static bool
share_snapshot(CxDb *db, PGconn *lane, GError **error)
{
    g_autoptr(PGresult) exported = PQexec(db->handle, "SELECT pg_export_snapshot()");
    if (PQresultStatus(exported) != PGRES_TUPLES_OK) {
        cx_pg_set_error(db->handle, NULL, exported, error);
        return false;
    }
    /* The name is the server's own: hexadecimal digits and hyphens. */
    g_autofree char *sql = g_strconcat("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                                       "SET TRANSACTION SNAPSHOT '",
                                       PQgetvalue(exported, 0, 0), "'", NULL);
    return run(lane, sql, error);
}

/* NULL without an error: there is none to be had. */
static PGconn *
lane_take(CxDb *db, GError **error)
{
    if (db->txn == NULL || db->txn->is_write) /* its writes are seen on its own connection only */
        return NULL;
    if (db->lanes != NULL && db->lanes->len > 0)
        return g_ptr_array_steal_index(db->lanes, db->lanes->len - 1);
    g_autoptr(PGconn) lane = connect_as(db->handle);
    g_autofree char *settings =
        g_strdup_printf("SET timezone = 'UTC'; SET lock_timeout = %" PRId64, db->lock_wait_ms);
    if (PQstatus(lane) != CONNECTION_OK || !run(lane, settings, NULL))
        return NULL;
    return share_snapshot(db, lane, error) ? g_steal_pointer(&lane) : NULL;
}

static void
lane_end(gpointer lane)
{
    PQfinish(lane);
}

static void
lane_keep(CxDb *db, PGconn *lane)
{
    if (db->lanes == NULL)
        db->lanes = g_ptr_array_new_with_free_func(lane_end);
    g_ptr_array_add(db->lanes, lane);
}

void
cx_pg_lanes_end(CxDb *db)
{
    db->i_txn++;
    g_clear_pointer(&db->lanes, g_ptr_array_unref);
}

/* ---- The text ---- */

static bool
append_value(GString *sql, PGconn *lane, const CxCell *cell)
{
    if (cell->is_null) {
        g_string_append(sql, "NULL");
        return true;
    }
    cx_assert(cell->type == CX_DB_INT || cell->type == CX_DB_TEXT); /* sqlgen.py sees to it */
    if (cell->type == CX_DB_INT) {
        g_string_append_printf(sql, "CAST(%" PRId64 " AS BIGINT)", cell->i);
        return true;
    }
    char *quoted = PQescapeLiteral(lane, cell->data, cell->len_bytes);
    if (quoted == NULL)
        return false;
    g_string_append_printf(sql, "CAST(%s AS TEXT)", quoted);
    PQfreemem(quoted);
    return true;
}

/* Puts the parameters where $1 … stand outside of quotes. */
static bool
append_query(GString *sql, PGconn *lane, const CxQuery *query, const CxCell *params)
{
    bool is_quoted = false;
    for (const char *at = query->pg; *at != '\0'; at++) {
        is_quoted ^= *at == '\'';
        if (*at != '$' || is_quoted) {
            g_string_append_c(sql, *at);
            continue;
        }
        size_t number = 0;
        for (; g_ascii_isdigit(at[1]); at++)
            number = number * 10 + (size_t)(at[1] - '0');
        cx_assert(number >= 1 && number <= query->n_params);
        if (!append_value(sql, lane, &params[number - 1]))
            return false;
    }
    return true;
}

/* Copied bytes do not say their types: the statement does. */
static bool
describe(CxPgCopy *copy, const char *sql, GError **error)
{
    g_autoptr(PGresult) prepared = PQprepare(copy->lane, "", sql, 0, NULL);
    if (PQresultStatus(prepared) != PGRES_COMMAND_OK) {
        cx_pg_set_error(copy->lane, copy->query, prepared, error);
        return false;
    }
    g_autoptr(PGresult) described = PQdescribePrepared(copy->lane, "");
    if (PQresultStatus(described) != PGRES_COMMAND_OK) {
        cx_pg_set_error(copy->lane, copy->query, described, error);
        return false;
    }
    if ((size_t)PQnfields(described) != copy->query->n_columns)
        cx_db_misuse("%s: its header does not describe its statement", copy->query->name);
    for (size_t i = 0; i < copy->query->n_columns; i++)
        copy->types[i] = PQftype(described, (int)i);
    return true;
}

static bool
begin(CxPgCopy *copy, const CxCell *params, GError **error)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    if (!append_query(sql, copy->lane, copy->query, params)) {
        cx_pg_set_error(copy->lane, copy->query, NULL, error);
        return false;
    }
    if (!describe(copy, sql->str, error))
        return false;
    g_string_prepend(sql, "COPY (");
    g_string_append(sql, ") TO STDOUT (FORMAT binary)");
    g_autoptr(PGresult) result = PQexec(copy->lane, sql->str);
    if (PQresultStatus(result) == PGRES_COPY_OUT)
        return true;
    cx_pg_set_error(copy->lane, copy->query, result, error);
    return false;
}

CxPgCopy *
cx_pg_copy_open(CxDb *db, const CxQuery *query, const CxCell *params, GError **error)
{
    PGconn *lane = lane_take(db, error);
    if (lane == NULL)
        return NULL;
    CxPgCopy *copy = g_new0(CxPgCopy, 1);
    copy->lane = lane;
    copy->i_txn = db->i_txn;
    copy->query = query;
    if (begin(copy, params, error))
        return copy;
    PQfinish(lane);
    g_free(copy);
    return NULL;
}

/* ---- Rows ---- */

static CxStep
corrupt(const CxPgCopy *copy, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s: the copied rows cannot be read",
                copy->query->name);
    return CX_STEP_ERROR;
}

static bool
has_bytes(const CxPgCopy *copy, int n)
{
    return n >= 0 && copy->len_bytes - copy->at_bytes >= n;
}

/* The caller has seen that the bytes are there. */
static int32_t
take_int(CxPgCopy *copy, int n)
{
    uint32_t bits = 0;
    for (int i = 0; i < n; i++)
        bits = bits << 8 | (uint8_t)copy->row[copy->at_bytes + i];
    copy->at_bytes += n;
    return n == 2 ? (int16_t)bits : (int32_t)bits;
}

static bool
take_header(CxPgCopy *copy)
{
    if (!has_bytes(copy, HEADER_BYTES) || memcmp(copy->row, signature, SIGNATURE_BYTES) != 0)
        return false;
    copy->at_bytes = SIGNATURE_BYTES + 4;
    const int32_t more_bytes = take_int(copy, 4);
    if (!has_bytes(copy, more_bytes))
        return false;
    copy->at_bytes += more_bytes;
    copy->is_begun = true;
    return true;
}

/* After the last message: whether the server says that this was all. */
static bool
finish(CxPgCopy *copy, GError **error)
{
    g_autoptr(PGresult) result = PQgetResult(copy->lane);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        cx_pg_set_error(copy->lane, copy->query, result, error);
        return false;
    }
    g_autoptr(PGresult) none = PQgetResult(copy->lane);
    copy->is_ended = none == NULL;
    return true;
}

/* The next message with something to read in it. */
static CxStep
receive(CxPgCopy *copy, GError **error)
{
    while (copy->at_bytes == copy->len_bytes) {
        g_clear_pointer(&copy->row, PQfreemem);
        copy->at_bytes = 0;
        copy->len_bytes = PQgetCopyData(copy->lane, &copy->row, 0);
        if (copy->len_bytes < 0) {
            copy->len_bytes = 0;
            return finish(copy, error) ? CX_STEP_DONE : CX_STEP_ERROR;
        }
        if (!copy->is_begun && !take_header(copy))
            return corrupt(copy, error);
    }
    return CX_STEP_ROW;
}

static bool
take_value(CxPgCopy *copy, size_t i, CxCell *cell)
{
    *cell = (CxCell){ .type = copy->query->columns[i].type };
    if (!has_bytes(copy, 4))
        return false;
    const int32_t len_bytes = take_int(copy, 4);
    cell->is_null = len_bytes == -1;
    if (cell->is_null)
        return true;
    if (!has_bytes(copy, len_bytes))
        return false;
    const char *bytes = copy->row + copy->at_bytes;
    copy->at_bytes += len_bytes;
    return cx_pg_read_value(copy->types[i], bytes, (size_t)len_bytes, cell);
}

/* Texts end with a 0, which takes the place of the length that follows, read by now; libpq puts one behind the
 * last. */
static void
end_texts(CxPgCopy *copy, const CxCell *cells)
{
    for (size_t i = 0; i < copy->query->n_columns; i++) {
        if (cells[i].data != NULL)
            copy->row[(const char *)cells[i].data - copy->row + (ptrdiff_t)cells[i].len_bytes] = 0;
    }
}

CxStep
cx_pg_copy_step(CxPgCopy *copy, CxCell *cells, GError **error)
{
    CxStep step = receive(copy, error);
    if (step != CX_STEP_ROW)
        return step;
    if (!has_bytes(copy, 2))
        return corrupt(copy, error);
    const int32_t n = take_int(copy, 2);
    if (n == TRAILER) {
        step = receive(copy, error);
        return step == CX_STEP_ROW ? corrupt(copy, error) : step;
    }
    if (n < 0 || (size_t)n != copy->query->n_columns)
        return corrupt(copy, error);
    for (size_t i = 0; i < copy->query->n_columns; i++) {
        if (!take_value(copy, i, &cells[i])) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s: column %s holds another type",
                        copy->query->name, copy->query->columns[i].name);
            return CX_STEP_ERROR;
        }
    }
    /* A message is one row (libpq's word for it): nothing follows that a 0 could spoil. */
    if (copy->at_bytes != copy->len_bytes)
        return corrupt(copy, error);
    end_texts(copy, cells);
    return CX_STEP_ROW;
}

/* The server is told, or it would go on until it notices that nobody reads. */
static void
cancel(PGconn *lane)
{
    PGcancel *handle = PQstatus(lane) == CONNECTION_OK ? PQgetCancel(lane) : NULL;
    if (handle == NULL)
        return;
    char why[256];
    (void)PQcancel(handle, why, sizeof why); /* if it fails, the connection's end tells it */
    PQfreeCancel(handle);
}

void
cx_pg_copy_close(CxDb *db, CxPgCopy *copy)
{
    if (copy == NULL)
        return;
    PQfreemem(copy->row);
    if (copy->is_ended && copy->i_txn == db->i_txn) {
        lane_keep(db, copy->lane);
    } else {
        if (!copy->is_ended)
            cancel(copy->lane);
        PQfinish(copy->lane);
    }
    g_free(copy);
}
