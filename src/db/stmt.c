#include "db/stmt.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "db/db_priv.h"
#include "lang/assert.h"

/* ---- Parameters ---- */

/* The value of one field of a params struct. */
static CxCell
cell_of_field(const CxQueryField *field, const void *params)
{
    const void *at = (const char *)params + field->offset_bytes;
    CxCell cell = { .type = field->type };
    switch (field->type) {
    case CX_DB_INT:
        if (field->is_nullable) {
            CxOptI64 value;
            memcpy(&value, at, sizeof(value));
            cell.is_null = !value.is_set;
            cell.i = value.v;
        } else {
            memcpy(&cell.i, at, sizeof(cell.i));
        }
        break;
    case CX_DB_REAL:
        if (field->is_nullable) {
            CxOptReal value;
            memcpy(&value, at, sizeof(value));
            cell.is_null = !value.is_set;
            cell.x = value.v;
        } else {
            memcpy(&cell.x, at, sizeof(cell.x));
        }
        break;
    case CX_DB_TEXT:
        memcpy(&cell.data, at, sizeof(cell.data));
        cell.is_null = cell.data == NULL;
        cell.len_bytes = cell.is_null ? 0 : strlen(cell.data);
        break;
    case CX_DB_BLOB: {
        CxBlob value;
        memcpy(&value, at, sizeof(value));
        cell.is_null = value.data == NULL;
        cell.data = value.data;
        cell.len_bytes = value.len_bytes;
        break;
    }
    }
    return cell;
}

/* Both engines must refuse the same values: SQLite would keep any bytes as text, and NaN as NULL. */
static bool
check_param(const CxQuery *query, const CxQueryField *field, const CxCell *cell, GError **error)
{
    if (cell->is_null) {
        if (!field->is_nullable)
            cx_db_misuse("%s: parameter %s is NULL", query->name, field->name);
        return true;
    }
    if (field->type == CX_DB_TEXT && !g_utf8_validate_len(cell->data, cell->len_bytes, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the %s to store is not UTF-8 text",
                    field->name);
        return false;
    }
    if (field->type == CX_DB_REAL && isnan(cell->x)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the %s to store is not a number",
                    field->name);
        return false;
    }
    if (cell->len_bytes > INT32_MAX / 2) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "the %s to store has %zu bytes",
                    field->name, cell->len_bytes);
        return false;
    }
    return true;
}

/* ---- Rows ---- */

/* Whether a row may be handed out: no NULL where the query file promises a value. */
static bool
check_row(const CxQuery *query, const CxCell *cells, GError **error)
{
    for (size_t i = 0; i < query->n_columns; i++) {
        if (cells[i].is_null && !query->columns[i].is_nullable) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s: column %s holds no value",
                        query->name, query->columns[i].name);
            return false;
        }
    }
    return true;
}

static void
field_from_cell(const CxQueryField *field, const CxCell *cell, void *row)
{
    void *at = (char *)row + field->offset_bytes;
    switch (field->type) {
    case CX_DB_INT:
        if (field->is_nullable)
            memcpy(at, &(CxOptI64){ .is_set = !cell->is_null, .v = cell->i }, sizeof(CxOptI64));
        else
            memcpy(at, &cell->i, sizeof(cell->i));
        break;
    case CX_DB_REAL:
        if (field->is_nullable)
            memcpy(at, &(CxOptReal){ .is_set = !cell->is_null, .v = cell->x }, sizeof(CxOptReal));
        else
            memcpy(at, &cell->x, sizeof(cell->x));
        break;
    case CX_DB_TEXT:
        memcpy(at, &cell->data, sizeof(cell->data));
        break;
    case CX_DB_BLOB:
        memcpy(at, &(CxBlob){ .data = cell->data, .len_bytes = cell->len_bytes }, sizeof(CxBlob));
        break;
    }
}

/* ---- Statements ---- */

static void
stop(CxStmt *stmt)
{
    if (stmt->is_stopped)
        return;
    stmt->is_stopped = true;
    stmt->db->ops->stop(stmt);
    if (stmt->query->is_many)
        stmt->db->n_streams--;
}

/* After an error PostgreSQL refuses everything but a rollback; SQLite is held to the same. */
static void
fail_txn(CxDb *db)
{
    if (db->txn != NULL)
        db->txn->is_failed = true;
}

static bool
check_start(CxDb *db, const CxQuery *query, GError **error)
{
    if (query->is_many && db->txn == NULL)
        cx_db_misuse("%s reads in portions and needs a transaction", query->name);
    if (db->txn != NULL && db->txn->is_failed) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "an earlier step of the transaction failed");
        return false;
    }
    return true;
}

CxStmt *
cx_stmt_open(CxDb *db, const CxQuery *query, const void *params, GError **error)
{
    cx_assert(query->n_params <= CX_DB_COLUMNS_MAX && query->n_columns <= CX_DB_COLUMNS_MAX);
    cx_assert((params == NULL) == (query->n_params == 0));
    if (!check_start(db, query, error))
        return NULL;

    cx_db_note_written(db, query);
    if (db->observer != NULL)
        db->observer(query, db->observer_data);
    CxCell cells[CX_DB_COLUMNS_MAX];
    for (size_t i = 0; i < query->n_params; i++) {
        cells[i] = cell_of_field(&query->params[i], params);
        if (!check_param(query, &query->params[i], &cells[i], error)) {
            fail_txn(db);
            return NULL;
        }
    }
    g_autoptr(CxStmt) stmt = g_new0(CxStmt, 1);
    stmt->db = db;
    stmt->query = query;
    db->n_statements++;
    if (query->is_many)
        db->n_streams++;
    if (!db->ops->start(stmt, cells, error)) {
        fail_txn(db);
        return NULL;
    }
    return g_steal_pointer(&stmt);
}

void
cx_stmt_observe(CxDb *db, void (*started)(const CxQuery *query, void *data), void *data)
{
    db->observer = started;
    db->observer_data = data;
}

CxStep
cx_stmt_next(CxStmt *stmt, const CxQuery *query, void *ret_row, GError **error)
{
    if (stmt->query != query)
        cx_db_misuse("a row of %s was read from %s", query->name, stmt->query->name);
    if (stmt->is_stopped)
        return CX_STEP_DONE;

    CxCell cells[CX_DB_COLUMNS_MAX];
    CxStep step = stmt->db->ops->step(stmt, cells, error);
    if (step == CX_STEP_ROW && !check_row(query, cells, error))
        step = CX_STEP_ERROR;
    switch (step) {
    case CX_STEP_ROW:
        for (size_t i = 0; i < query->n_columns; i++)
            field_from_cell(&query->columns[i], &cells[i], ret_row);
        break;
    case CX_STEP_DONE:
        stop(stmt);
        break;
    case CX_STEP_ERROR:
        stop(stmt);
        fail_txn(stmt->db);
        break;
    }
    return step;
}

void
cx_stmt_close(CxStmt *stmt)
{
    if (stmt == NULL)
        return;
    stop(stmt);
    stmt->db->n_statements--;
    g_free(stmt);
}

bool
cx_stmt_run(CxDb *db, const CxQuery *query, const void *params, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_stmt_open(db, query, params, error);
    return stmt != NULL;
}

bool
cx_stmt_one(CxDb *db, const CxQuery *query, const void *params, void *ret_row, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_stmt_open(db, query, params, error);
    if (stmt == NULL)
        return false;
    const CxStep step = cx_stmt_next(stmt, query, ret_row, error);
    if (step == CX_STEP_DONE)
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s: there is no row", query->name);
    return step == CX_STEP_ROW;
}
