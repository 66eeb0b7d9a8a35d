/* Statements: what the functions generated from .sql files stand on.
 *
 * Parameters are bound by name from a struct, rows are read into a struct. A field that is NULL
 * although its file does not say "?" is a programmer error as a parameter and CORRUPT as a result.
 *
 * Texts and blobs of a row are borrowed until the next step or the end of the statement. Several
 * statements may be open on one connection at once. A writing statement needs a write transaction
 * and has done all its work when it is opened, whether its rows are read or not. */
#pragma once

#include "db/db.h"
#include "db/query.h"

typedef struct CxStmt CxStmt;

typedef enum { CX_STEP_ROW, CX_STEP_DONE, CX_STEP_ERROR } CxStep;

/* Starts a query. params points to its params struct, or is NULL if it has none; it is not needed
 * after the call. (transfer full) */
CX_MUST_USE CxStmt *cx_stmt_open(CxDb *db, const CxQuery *query, const void *params,
                                 GError **error);
/* For tests: calls for every query that is started on the connection from now on; NULL ends it. */
void cx_stmt_observe(CxDb *db, void (*started)(const CxQuery *query, void *data), void *data);
/* Reads the next row. ret_row is written for CX_STEP_ROW only. */
CX_MUST_USE CxStep cx_stmt_next(CxStmt *stmt, const CxQuery *query, void *ret_row, GError **error);
/* Ends a statement and gives it back to its connection; NULL is fine. */
void cx_stmt_close(CxStmt *stmt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxStmt, cx_stmt_close)

/* A query without columns: all of it. */
CX_MUST_USE bool cx_stmt_run(CxDb *db, const CxQuery *query, const void *params, GError **error);
/* A query of exactly one row of numbers ("-- one"); CORRUPT if there is none. */
CX_MUST_USE bool cx_stmt_one(CxDb *db, const CxQuery *query, const void *params, void *ret_row,
                             GError **error);
