/* Connections shared by threads, a store that stays locked, a connection that is lost. */
#include <libpq-fe.h>

#include "base/clock.h"
#include "base/error.h"
#include "db/audit.h"
#include "db/pool.h"
#include "db/stmt.h"
#include "db/txn.h"
#include "db/version.h"
#include "support/engines.h"

#define N_THREADS 6
#define N_ROUNDS  25

/* ---- Several threads ---- */

static gboolean
do_round(CxDbPool *pool, int round, GError **error)
{
    g_autoptr(CxDb) reader = cx_db_pool_take(pool, CX_DB_READ, error);
    int64_t version = 0;
    if (reader == NULL || !cx_data_version(reader, "pool", &version, error)) {
        return FALSE;
    }
    g_autoptr(CxDb) db = cx_db_pool_take(pool, CX_DB_WRITE, error);
    if (db == NULL) {
        return FALSE;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    if (txn == NULL) {
        return FALSE;
    }
    /* Read and write back: a second writer in between would lose a count. */
    int64_t before = 0;
    int64_t after = 0;
    const CxAuditEntry entry = { .actor = "system", .action = "pool.bump", .kind = "pool" };
    if (!cx_data_version(db, "pool", &before, error) || !cx_data_version_bump(db, "pool", error) ||
        !cx_audit_append(db, &entry, error) || !cx_data_version(db, "pool", &after, error)) {
        return FALSE;
    }
    g_assert_cmpint(before, >=, version);
    g_assert_cmpint(after, ==, before + 1);
    /* Every fifth round is given up. */
    return round % 5 == 4 || cx_txn_commit(&txn, error);
}

static gpointer
work(gpointer data)
{
    GError *error = NULL;
    for (int round = 0; round < N_ROUNDS && error == NULL; round++) {
        (void)!do_round(data, round, &error);
    }
    return error;
}

static void
test_threads(const char *url)
{
    /* Fewer connections than threads: some wait their turn. */
    g_autoptr(CxDbPool) pool = cx_db_pool_new(url, 3);
    GThread *threads[N_THREADS];
    for (size_t i = 0; i < N_THREADS; i++) {
        threads[i] = g_thread_new("worker", work, pool);
    }
    for (size_t i = 0; i < N_THREADS; i++) {
        g_autoptr(GError) error = g_thread_join(threads[i]);
        g_assert_no_error(error);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_pool_take(pool, CX_DB_READ, &error);
    const int64_t n_kept = N_THREADS * (N_ROUNDS - N_ROUNDS / 5);
    int64_t version = 0;
    g_assert_true(cx_data_version(db, "pool", &version, &error));
    g_assert_cmpint(version, ==, n_kept);
    g_auto(CxAuditReport) report = { 0 };
    g_assert_true(cx_audit_verify(db, &report, &error));
    g_assert_true(report.is_intact);
    g_assert_cmpint(report.n_entries, ==, n_kept);
}

static void
test_reuse(const char *url)
{
    g_autoptr(CxDbPool) pool = cx_db_pool_new(url, 2);
    g_autoptr(GError) error = NULL;
    const CxDb *first = NULL;
    for (int i = 0; i < 3; i++) {
        g_autoptr(CxDb) db = cx_db_pool_take(pool, CX_DB_READ, &error);
        g_assert_no_error(error);
        g_assert_true(first == NULL || db == first);
        first = db;
    }
    g_autoptr(CxDbPool) nowhere = cx_db_pool_new("sqlite:/nowhere/x.db", 1);
    for (int i = 0; i < 2; i++) { /* a failure does not use up a place */
        g_assert_null(cx_db_pool_take(nowhere, CX_DB_READ, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
        g_clear_error(&error);
    }
}

/* ---- A store that stays locked ---- */

static gpointer
begin_late(gpointer url)
{
    GError *error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    if (db != NULL) {
        g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    }
    return error;
}

/* A writer who waits gets the lock when it is free. */
static void
test_wait(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    g_assert_no_error(error);
    GThread *thread = g_thread_new("late", begin_late, (gpointer)(uintptr_t)url);
    g_usleep(150000);
    g_clear_pointer(&txn, cx_txn_rollback);
    g_autoptr(GError) late = g_thread_join(thread);
    g_assert_no_error(late);
}

/* One that waits too long is told so. */
static void
test_busy(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_autoptr(CxDb) other = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    g_assert_true(cx_db_set_lock_wait(other, 200, &error));
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    g_assert_no_error(error);

    const int64_t begin_us = cx_clock_monotonic_us();
    g_assert_null(cx_txn_begin_write(other, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_BUSY);
    g_test_message("%s", error->message);
    g_assert_cmpint(cx_clock_monotonic_us() - begin_us, >=, 150000);
    g_clear_error(&error);

    int64_t version = -1; /* reading goes on, and whoever holds the lock is not harmed */
    g_assert_true(cx_data_version(other, "pool", &version, &error));
    g_assert_true(cx_data_version_bump(db, "pool", &error));
    g_assert_true(cx_txn_commit(&txn, &error));
    g_autoptr(CxTxn) next = cx_txn_begin_write(other, &error);
    g_assert_no_error(error);
    g_assert_true(cx_data_version(other, "pool", &version, &error));
    g_assert_cmpint(version, ==, 1);
}

/* ---- A lost connection ---- */

static void
end_other_connections(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result =
        PQexec(conn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                     " WHERE pid <> pg_backend_pid() AND application_name = 'coalition'"
                     " AND backend_type = 'client backend' AND query LIKE '%/* lost */%'");
    g_assert_cmpint(PQresultStatus(result), ==, PGRES_TUPLES_OK);
    g_assert_cmpint(PQntuples(result), ==, 1);
    PQclear(result);
    PQfinish(conn);
}

static void
mark(CxDb *db)
{
    static const CxQueryField field[] = { { "n", CX_DB_INT, false, 0 } };
    static const CxQuery query = { .name = "test/mark",
                                   .sqlite = "SELECT 1 AS n",
                                   .pg = "SELECT 1 AS n /* lost */",
                                   .columns = field,
                                   .n_columns = 1 };
    g_autoptr(GError) error = NULL;
    int64_t n = 0;
    g_assert_true(cx_stmt_one(db, &query, NULL, &n, &error));
    g_assert_no_error(error);
}

/* Lost between transactions, it is made again; lost inside one, the transaction fails. */
static void
test_lost(const char *url)
{
    if (g_str_has_prefix(url, "sqlite:")) {
        g_test_skip("a file is not lost");
        return;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    int64_t version = -1;

    mark(db);
    end_other_connections(url);
    g_assert_true(cx_data_version(db, "pool", &version, &error));
    g_assert_no_error(error);

    mark(db);
    end_other_connections(url);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    g_assert_no_error(error);
    g_assert_true(cx_data_version_bump(db, "pool", &error));
    mark(db);
    end_other_connections(url);
    g_assert_false(cx_data_version_bump(db, "pool", &error));
    g_assert_nonnull(error);
    g_test_message("%s", error->message);
    g_clear_error(&error);
    g_assert_false(cx_txn_commit(&txn, &error));
    g_clear_error(&error);

    g_assert_true(cx_data_version(db, "pool", &version, &error));
    g_assert_no_error(error);
    g_assert_cmpint(version, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/db/pool/threads", test_threads);
    cx_test_engines_add_url("/db/pool/reuse", test_reuse);
    cx_test_engines_add_url("/db/lock/wait", test_wait);
    cx_test_engines_add_url("/db/lock/busy", test_busy);
    cx_test_engines_add_url("/db/lost", test_lost);
    return g_test_run();
}
