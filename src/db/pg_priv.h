/* What the parts of the PostgreSQL engine share: how a failure reads, how a value reads, and reading a
 * whole result by COPY on a connection beside the one that asks. */
#pragma once

#include <libpq-fe.h>

#include "db/db_priv.h"
#include "lang/lang.h"

/* Sets the error a result, or with result NULL the connection, tells of. query may be NULL. */
void cx_pg_set_error(PGconn *conn, const CxQuery *query, const PGresult *result, GError **error);
/* Reads a binary value of a server's type into a cell that has its type; false: it is of another type. */
CX_MUST_USE bool cx_pg_read_value(Oid oid, const char *bytes, size_t len_bytes, CxCell *cell);

/* A query whose rows come by COPY. */
typedef struct CxPgCopy CxPgCopy;

/* Starts a query on a connection beside the one of db, which sees what the open read transaction sees.
 * NULL without an error when there is no such transaction or the server has no connection left: then the
 * query is to be read as any other. (transfer full) */
CxPgCopy *cx_pg_copy_open(CxDb *db, const CxQuery *query, const CxCell *params, GError **error);
/* The next row's values, which stay until the next step. */
CX_MUST_USE CxStep cx_pg_copy_step(CxPgCopy *copy, CxCell *cells, GError **error);
/* Ends it, wherever it is; a connection read to its end is kept for the transaction's next. NULL is fine. */
void cx_pg_copy_close(CxDb *db, CxPgCopy *copy);
/* After a transaction: ends the connections kept for it. */
void cx_pg_lanes_end(CxDb *db);
