/* A connection to the store: one SQLite file or one PostgreSQL database.
 *
 * One connection belongs to one thread at a time. A connection opened for reading cannot write; one
 * opened for writing writes inside a write transaction only (db/txn.h), and there is one writer at
 * a time on both engines. Reads outside a transaction see the latest committed state, each for
 * itself.
 *
 * Error codes of everything below: BUSY when the store stayed locked or has no connection left,
 * CONFLICT for a value that is taken or still referred to, INVALID for a value a CHECK or the
 * encoding refuses, TOO_LARGE when a result outgrows memory, CORRUPT for stored data that is not
 * what the schema says, IO for disk and network. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "lang/lang.h"

typedef struct CxDb CxDb;

typedef enum { CX_DB_READ, CX_DB_WRITE } CxDbMode;
typedef enum { CX_ENGINE_SQLITE, CX_ENGINE_PG } CxEngine;

/* Opens the database at "sqlite:PATH" or "postgresql://…".
 *
 * (transfer full). Fails with INVALID for any other URL, NOT_FOUND if there is no such file (only
 * cx_db_migrate makes one), IO. Does not look at the schema: see cx_db_check_schema. */
CX_MUST_USE CxDb *cx_db_open(const char *url, CxDbMode mode, GError **error);
/* Closes it, or gives it back to the pool it came from. No transaction or statement may be open. */
void cx_db_close(CxDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxDb, cx_db_close)

/* How long a write transaction waits for the lock, CX_DB_LOCK_WAIT_MS if not said; outside
 * transactions. */
CX_MUST_USE bool cx_db_set_lock_wait(CxDb *db, int64_t wait_ms, GError **error);

CxEngine cx_db_engine(const CxDb *db);
/* Rows the last INSERT, UPDATE or DELETE changed. */
int64_t cx_db_changes(const CxDb *db);
/* Whether a write transaction is open. */
bool cx_db_is_writing(const CxDb *db);
