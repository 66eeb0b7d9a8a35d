/* Connections shared by threads: the only lock in db (docs/decisions/ says why).
 *
 *     g_autoptr(CxDb) db = cx_db_pool_take(pool, CX_DB_READ, error);
 *
 * takes one and gives it back at the end of the scope. All functions may be called from any thread;
 * freeing the pool needs all connections back. */
#pragma once

#include "db/db.h"

typedef struct CxDbPool CxDbPool;

/* A pool of at most n_max connections of each mode, opened when first needed. (transfer full) */
CxDbPool *cx_db_pool_new(const char *url, size_t n_max);
void cx_db_pool_free(CxDbPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxDbPool, cx_db_pool_free)

/* A connection, closed (that is, given back) with cx_db_close. Waits up to CX_DB_LOCK_WAIT_MS for
 * one to come back, then fails with BUSY. (transfer full) */
CX_MUST_USE CxDb *cx_db_pool_take(CxDbPool *pool, CxDbMode mode, GError **error);
