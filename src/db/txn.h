/* Transactions as scoped objects: rolled back when they go out of scope, unless committed.
 *
 *     g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
 *     if (txn == NULL)
 *         return false;
 *     … writes …
 *     return cx_txn_commit(&txn, error);
 *
 * A write transaction holds the store's one writer's lock from its beginning, on both engines, so
 * what it reads cannot change under it and it never has to be repeated. Beginning waits for the lock
 * for up to CX_DB_LOCK_WAIT_MS and then fails with BUSY. A read transaction sees one state of the
 * store. Transactions do not nest: beginning a second one on a connection is a programmer error, and
 * the message names where the first began. */
#pragma once

#include "db/db.h"

typedef struct CxTxn CxTxn;

#define cx_txn_begin_write(db, error) cx_txn_begin_write_at(db, __FILE__, __LINE__, error)
#define cx_txn_begin_read(db, error)  cx_txn_begin_read_at(db, __FILE__, __LINE__, error)

CX_MUST_USE CxTxn *cx_txn_begin_write_at(CxDb *db, const char *file, int line, GError **error);
CX_MUST_USE CxTxn *cx_txn_begin_read_at(CxDb *db, const char *file, int line, GError **error);
/* Commits and ends *txn. On failure it is rolled back and ended as well. */
CX_MUST_USE bool cx_txn_commit(CxTxn **txn, GError **error);
/* Rolls back and ends; NULL is fine. */
void cx_txn_rollback(CxTxn *txn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxTxn, cx_txn_rollback)
