#include "db/txn.h"

#include "db/db_priv.h"
#include "db/job_signal.h"
#include "lang/assert.h"

static CxTxn *
begin(CxDb *db, const CxTxn *start, GError **error)
{
    if (db->txn != NULL) {
        cx_db_misuse("a transaction was begun at %s:%d inside the one begun at %s:%d", start->file,
                     start->line, db->txn->file, db->txn->line);
    }
    if (start->is_write && db->mode != CX_DB_WRITE) {
        cx_db_misuse("a write transaction was begun at %s:%d on a connection for reading",
                     start->file, start->line);
    }
    if (!cx_db_exec(db, start->is_write ? db->ops->begin_write : db->ops->begin_read, error)) {
        g_prefix_error(error, "could not begin a transaction: ");
        return NULL;
    }
    CxTxn *txn = g_new0(CxTxn, 1);
    *txn = *start;
    txn->db = db;
    db->txn = txn;
    return txn;
}

static void
end(CxDb *db)
{
    db->txn = NULL;
    if (db->ops->end_txn != NULL)
        db->ops->end_txn(db);
}

CxTxn *
cx_txn_begin_write_at(CxDb *db, const char *file, int line, GError **error)
{
    return begin(db, &(CxTxn){ .is_write = true, .file = file, .line = line }, error);
}

CxTxn *
cx_txn_begin_read_at(CxDb *db, const char *file, int line, GError **error)
{
    return begin(db, &(CxTxn){ .file = file, .line = line }, error);
}

bool
cx_txn_commit(CxTxn **txn, GError **error)
{
    CxTxn *ending = g_steal_pointer(txn);
    cx_assert(ending != NULL);
    CxDb *db = ending->db;
    if (db->n_streams > 0) {
        cx_db_misuse("the transaction begun at %s:%d ends with a statement still reading",
                     ending->file, ending->line);
    }
    if (ending->is_failed) {
        cx_txn_rollback(ending);
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "nothing was stored: an earlier step of the transaction failed");
        return false;
    }
    if (!cx_db_count_written(db, error)) {
        cx_txn_rollback(ending);
        return false;
    }
    if (!cx_db_exec(db, "COMMIT", error)) {
        g_prefix_error(error, "could not commit: ");
        cx_txn_rollback(ending);
        return false;
    }
    end(db);
    if (ending->has_queued)
        cx_job_signal_raise();
    g_free(ending);
    return true;
}

void
cx_txn_rollback(CxTxn *txn)
{
    if (txn == NULL)
        return;
    /* If rolling back fails, the engine has rolled back by itself or the connection is gone. */
    cx_db_exec(txn->db, "ROLLBACK", NULL);
    end(txn->db);
    g_free(txn);
}
