/* What the two engines share inside db: values as cells, and the operations each engine provides.
 *
 * Whatever is the same for both engines lives in db.c, stmt.c and txn.c; sqlite.c and pg.c only
 * bind, run and read. */
#pragma once

#include "base/error.h"
#include "db/stmt.h"
#include "db/txn.h"

/* One value on its way in or out. Texts have a 0 after their len_bytes bytes. */
typedef struct {
    CxDbType type;
    bool is_null;
    int64_t i;
    double x;
    const void *data;
    size_t len_bytes;
} CxCell;

typedef struct {
    /* Runs one or more statements without results: transactions, settings, migrations. */
    bool (*exec)(CxDb *db, const char *sql, GError **error);
    /* Applies db->lock_wait_ms. */
    bool (*set_lock_wait)(CxDb *db, GError **error);
    /* The texts that begin transactions. */
    const char *begin_write;
    const char *begin_read;
    /* Binds params (query->n_params cells) and runs as far as needed before the first row. */
    bool (*start)(CxStmt *stmt, const CxCell *params, GError **error);
    /* Reads the next row into cells (query->n_columns). */
    CxStep (*step)(CxStmt *stmt, CxCell *cells, GError **error);
    /* Frees what start made; called once for each start, also a failed one. */
    void (*stop)(CxStmt *stmt);
    /* After a transaction has ended: lets go what was kept for it. NULL: nothing is. */
    void (*end_txn)(CxDb *db);
    void (*close)(CxDb *db);
} CxDbOps;

struct CxDb {
    CxEngine engine;
    CxDbMode mode;
    const CxDbOps *ops;
    int64_t lock_wait_ms;
    int64_t waiting_since_us; /* monotonic, for SQLite's lock */
    void *handle;             /* sqlite3 * or PGconn * */
    GPtrArray *lanes;         /* of PGconn *: idle, in the snapshot of the transaction; or NULL */
    int64_t i_txn;            /* counts the transactions that lanes were kept for */
    GHashTable *prepared;     /* CxQuery * → sqlite3_stmt * or statement name; owned */
    GHashTable *written;      /* CxQuery * → uint64_t, the counted tables it writes; owned */
    struct CxDbPool *pool;    /* where it goes back to, or NULL */
    void (*observer)(const CxQuery *query, void *data); /* of tests, or NULL */
    void *observer_data;
    CxTxn *txn;             /* the open transaction, or NULL; borrowed */
    const CxQuery *running; /* what is being prepared or run: for the authorizer */
    bool is_control;        /* db itself runs control statements: for the authorizer */
    int64_t n_streams;      /* open statements that read in portions */
    int64_t n_statements;   /* open statements */
    int64_t next_cursor;    /* number for the next cursor's name */
    int64_t n_changes;      /* of the last run */
};

struct CxTxn {
    CxDb *db;
    bool is_write;
    bool has_queued;  /* a job: the commit tells this process's workers */
    bool is_failed;   /* a statement failed: only rolling back is left, on both engines */
    uint64_t written; /* counted tables that its statements write */
    const char *file;
    int line;
};

struct CxStmt {
    CxDb *db;
    const CxQuery *query;
    bool is_stopped; /* nothing left to read */
    void *engine;    /* owned by the engine's start and stop */
};

/* Opens without a pool; is_new makes the SQLite file if there is none. */
CX_MUST_USE CxDb *cx_db_open_file(const char *url, CxDbMode mode, bool is_new, GError **error);
CX_MUST_USE bool cx_sqlite_open(CxDb *db, const char *path, bool is_new, GError **error);
CX_MUST_USE bool cx_pg_open(CxDb *db, const char *url, GError **error);
/* Runs control statements with the authorizer's leave. */
bool cx_db_exec(CxDb *db, const char *sql, GError **error);
/* Ends the connection itself, whatever pool it is of. */
void cx_db_destroy(CxDb *db);
/* Gives a connection back to its pool. */
void cx_db_pool_give(struct CxDbPool *pool, CxDb *db);
/* Notes which counted tables a statement writes (db/version.h); counts them up, before the commit. */
void cx_db_note_written(CxDb *db, const CxQuery *query);
CX_MUST_USE bool cx_db_count_written(CxDb *db, GError **error);
/* A mistake in the program: says so and aborts. */
CX_NORETURN void cx_db_misuse(const char *format, ...) CX_PRINTF(1, 2);
