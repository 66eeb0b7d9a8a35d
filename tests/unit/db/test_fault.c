/* Memory that runs out inside SQLite: the n-th allocation fails, for n = 1, 2, 3 … until none does.
 * Each time the work must fail with an error or succeed, leave the database sound, and leak
 * nothing. */
#include <sqlite3.h>
#include <string.h>

#include "base/error.h"
#include "base/secret.h"
#include "db/audit.h"
#include "db/job.h"
#include "db/migrate.h"
#include "db/stmt.h"
#include "db/txn.h"
#include "db/version.h"
#include "support/engines.h"

static sqlite3_mem_methods real;
static int64_t n_until_fault; /* 0: none to come */
static gboolean has_faulted;

/* Once memory is short it stays short, until the next round. */
static gboolean
is_fault(void)
{
    if (n_until_fault > 0 && --n_until_fault == 0) {
        has_faulted = TRUE;
    }
    return has_faulted;
}

static void *
faulty_malloc(int len_bytes)
{
    return is_fault() ? NULL : real.xMalloc(len_bytes);
}

static void *
faulty_realloc(void *old, int len_bytes)
{
    return is_fault() ? NULL : real.xRealloc(old, len_bytes);
}

static void
install(void)
{
    /* SQLite must not have started: its methods are fixed then. */
    g_assert_cmpint(sqlite3_shutdown(), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real), ==, SQLITE_OK);
    sqlite3_mem_methods faulty = real;
    faulty.xMalloc = faulty_malloc;
    faulty.xRealloc = faulty_realloc;
    g_assert_cmpint(sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty), ==, SQLITE_OK);
    /* No spare memory that would hide faults. */
    g_assert_cmpint(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_initialize(), ==, SQLITE_OK);
}

/* Opens, writes in one transaction, reads back. */
static gboolean
do_work(const char *url, int64_t *ret_version, GError **error)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, error);
    if (db == NULL) {
        return FALSE;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    if (txn == NULL) {
        return FALSE;
    }
    const CxAuditEntry entry = {
        .actor = "system", .action = "x.y", .kind = "x", .after_json = "{}"
    };
    const CxJobSpec spec = { .kind = "x", .args_json = "{}", .actor = "system", .tries_max = 1 };
    CxJobId id;
    if (!cx_data_version_bump(db, "fault", error) || !cx_audit_append(db, &entry, error) ||
        !cx_job_enqueue(db, &spec, (CxInstant){ 0 }, &id, error) || !cx_txn_commit(&txn, error)) {
        return FALSE;
    }
    g_auto(CxAuditReport) report = { 0 };
    return cx_audit_verify(db, &report, error) && cx_data_version(db, "fault", ret_version, error);
}

/* With memory back: the database is sound, and either all of the work is there or nothing. */
static void
check_sound(const char *url, int64_t *n_done)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_READ, &error);
    g_assert_no_error(error);
    int64_t version = -1;
    g_assert_true(cx_data_version(db, "fault", &version, &error));
    g_auto(CxAuditReport) report = { 0 };
    g_assert_true(cx_audit_verify(db, &report, &error));
    g_assert_no_error(error);
    g_assert_true(report.is_intact);
    g_assert_cmpint(report.n_entries, ==, version);
    g_assert_true(version == *n_done || version == *n_done + 1);
    *n_done = version;
}

/* SQLite's own word on the file, after every fault there was. */
static void
check_integrity(const char *url)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *stmt = NULL;
    g_assert_cmpint(sqlite3_open(url + strlen("sqlite:"), &handle), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_prepare_v2(handle, "PRAGMA integrity_check", -1, &stmt, NULL), ==,
                    SQLITE_OK);
    g_assert_cmpint(sqlite3_step(stmt), ==, SQLITE_ROW);
    g_assert_cmpstr((const char *)sqlite3_column_text(stmt, 0), ==, "ok");
    sqlite3_finalize(stmt);
    g_assert_cmpint(sqlite3_prepare_v2(handle, "PRAGMA foreign_key_check", -1, &stmt, NULL), ==,
                    SQLITE_OK);
    g_assert_cmpint(sqlite3_step(stmt), ==, SQLITE_DONE);
    sqlite3_finalize(stmt);
    sqlite3_close(handle);
}

static void
test_malloc(const char *url)
{
    if (!g_str_has_prefix(url, "sqlite:")) {
        g_test_skip("the faults are SQLite's");
        return;
    }
    int64_t n_done = 0;
    int64_t n_faults = 0;
    const int64_t step = g_test_slow() ? 1 : 7; /* a short loop in every build */
    for (int64_t n = 1;; n += step) {
        const int64_t used_bytes = sqlite3_memory_used();
        g_autoptr(GError) error = NULL;
        int64_t version = -1;
        n_until_fault = n;
        const gboolean is_done = do_work(url, &version, &error);
        const gboolean did_fault = has_faulted;
        n_until_fault = 0;
        has_faulted = FALSE;
        g_assert_cmpint(sqlite3_memory_used(), ==, used_bytes);
        if (is_done) {
            g_assert_no_error(error);
            g_assert_cmpint(version, >, 0);
        } else {
            g_assert_true(did_fault);
            g_assert_nonnull(error);
            g_assert_true(error->domain == CX_ERROR);
        }
        check_sound(url, &n_done);
        n_faults += did_fault;
        if (!did_fault) {
            break;
        }
    }
    check_integrity(url);
    g_test_message("%d faults", (int)n_faults);
    g_assert_cmpint(n_faults, >, 50);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    install();
    cx_test_engines_add_url("/db/fault/malloc", test_malloc);
    return g_test_run();
}
