#include <inttypes.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

#include "base/error.h"
#include "db/audit.h"
#include "db/txn.h"
#include "db/version.h"
#include "support/engines.h"
#include "support/store.h"

#define N_ENTRIES 5

static void
append(CxDb *db, int64_t i)
{
    g_autofree char *after = g_strdup_printf("{\"name\":\"person %" PRId64 "\"}", i);
    const CxAuditEntry entry = {
        .actor = "system",
        .at = { CX_TEST_NOW_US + i },
        .action = i % 2 == 0 ? "leader.add" : "leader.change",
        .kind = "leader",
        .object = i,
        .before_json = i % 2 == 0 ? NULL : "{}",
        .after_json = after,
    };
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_audit_append(db, &entry, &error));
    g_assert_no_error(error);
}

static void
fill(CxDb *db)
{
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    for (int64_t i = 1; i <= N_ENTRIES; i++) {
        append(db, i);
    }
    cx_test_commit(&txn);
}

static void
verify(CxDb *db, CxAuditReport *ret_report)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_audit_verify(db, ret_report, &error));
    g_assert_no_error(error);
}

/* ---- An honest chain ---- */

static void
test_chain(CxDb *db)
{
    g_auto(CxAuditReport) empty = { 0 };
    verify(db, &empty);
    g_assert_true(empty.is_intact);
    g_assert_cmpint(empty.n_entries, ==, 0);
    g_assert_null(empty.head);

    fill(db);
    g_auto(CxAuditReport) report = { 0 };
    verify(db, &report);
    g_assert_true(report.is_intact);
    g_assert_cmpint(report.n_entries, ==, N_ENTRIES);
    g_assert_cmpint(report.n_erased, ==, 0);
    g_assert_cmpint(report.broken_seq, ==, 0);
    g_assert_cmpuint(strlen(report.head), ==, 64);
    g_assert_cmpstr(report.text, ==, "all 5 entries of the audit add up");
}

static void
test_list(CxDb *db)
{
    fill(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) newest = cx_audit_list(db, 0, 2, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(newest->len, ==, 2);
    const CxAuditRecord *last = g_ptr_array_index(newest, 0);
    g_assert_cmpint(last->seq, ==, N_ENTRIES);
    g_assert_cmpstr(last->actor, ==, "system");
    g_assert_cmpstr(last->action, ==, "leader.change");
    g_assert_cmpstr(last->before_json, ==, "{}");
    g_assert_cmpstr(last->after_json, ==, "{\"name\":\"person 5\"}");
    g_assert_cmpint(last->at.us, ==, CX_TEST_NOW_US + N_ENTRIES);

    const CxAuditRecord *second = g_ptr_array_index(newest, 1);
    g_autoptr(GPtrArray) older = cx_audit_list(db, second->seq, 100, &error);
    g_assert_cmpuint(older->len, ==, N_ENTRIES - 2);
    g_autoptr(GPtrArray) of_one = cx_audit_list_object(db, "leader", 3, 0, 100, &error);
    g_assert_cmpuint(of_one->len, ==, 1);
    const CxAuditRecord *third = g_ptr_array_index(of_one, 0);
    g_assert_cmpint(third->seq, ==, 3);
    g_autoptr(GPtrArray) none = cx_audit_list_object(db, "survey", 3, 0, 100, &error);
    g_assert_cmpuint(none->len, ==, 0);
}

static void
test_erase(CxDb *db)
{
    fill(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    g_assert_true(cx_audit_erase(db, 3, (CxInstant){ CX_TEST_NOW_US }, &error));
    cx_test_commit(&txn);

    g_auto(CxAuditReport) report = { 0 };
    verify(db, &report);
    g_assert_true(report.is_intact);
    g_assert_cmpint(report.n_entries, ==, N_ENTRIES);
    g_assert_cmpint(report.n_erased, ==, 1);
    g_autoptr(GPtrArray) records = cx_audit_list_object(db, "leader", 3, 0, 1, &error);
    const CxAuditRecord *erased = g_ptr_array_index(records, 0);
    g_assert_true(erased->is_erased);
    g_assert_null(erased->before_json);
    g_assert_null(erased->after_json);

    g_autoptr(CxTxn) again = cx_test_begin(db);
    g_assert_false(cx_audit_erase(db, 3, (CxInstant){ CX_TEST_NOW_US }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

/* Entries of a use case that was rolled back leave no gap. */
static void
test_rolled_back(CxDb *db)
{
    fill(db);
    {
        g_autoptr(CxTxn) txn = cx_test_begin(db);
        append(db, 99);
    }
    fill(db);
    g_auto(CxAuditReport) report = { 0 };
    verify(db, &report);
    g_assert_true(report.is_intact);
    g_assert_cmpint(report.n_entries, ==, 2 * N_ENTRIES);
}

/* ---- Tampering ---- */

/* Someone with the file and a client of their own: past every wall of ours. */
static void
tamper(const char *url, const char *sql)
{
    if (g_str_has_prefix(url, "sqlite:")) {
        sqlite3 *handle = NULL;
        g_assert_cmpint(sqlite3_open(url + strlen("sqlite:"), &handle), ==, SQLITE_OK);
        g_assert_cmpint(sqlite3_exec(handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
        sqlite3_close(handle);
        return;
    }
    PGconn *conn = PQconnectdb(url);
    /* Foreign keys do not stop a superuser. */
    PQclear(PQexec(conn, "SET session_replication_role = replica"));
    PGresult *result = PQexec(conn, sql);
    g_assert_cmpint(PQresultStatus(result), ==, PGRES_COMMAND_OK);
    PQclear(result);
    PQfinish(conn);
}

static const struct {
    const char *why;
    const char *sql;
    int64_t broken_seq;
    const char *words;
} frauds[] = {
    { "actor", "UPDATE audit SET actor = 'someone' WHERE seq = 3", 3, "entry 3 was changed" },
    { "time", "UPDATE audit SET at_us = at_us + 1 WHERE seq = 1", 1, "entry 1 was changed" },
    { "object", "UPDATE audit SET object = 7 WHERE seq = 5", 5, "entry 5 was changed" },
    { "words moved between columns",
      "UPDATE audit SET actor = 'systeml', action = 'eader.add' WHERE seq = 2", 2,
      "entry 2 was changed" },
    { "values", "UPDATE audit_detail SET after_json = '{}' WHERE seq = 4", 4,
      "values of entry 4 were changed" },
    { "NULL for empty", "UPDATE audit_detail SET before_json = '' WHERE seq = 2", 2,
      "values of entry 2 were changed" },
    { "values gone", "DELETE FROM audit_detail WHERE seq = 2", 2,
      "values of entry 2 were removed" },
    { "first gone", "DELETE FROM audit_detail WHERE seq = 1; DELETE FROM audit WHERE seq = 1", 1,
      "entry 1 is missing" },
    { "one gone", "DELETE FROM audit_detail WHERE seq = 3; DELETE FROM audit WHERE seq = 3", 3,
      "entry 3 is missing" },
    { "last gone", "DELETE FROM audit_detail WHERE seq = 5; DELETE FROM audit WHERE seq = 5", 5,
      "entry 5 is missing" },
    { "all gone", "DELETE FROM audit_detail; DELETE FROM audit", 1, "entry 1 is missing" },
    { "order",
      "UPDATE audit SET seq = 100 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;"
      "UPDATE audit SET seq = 3 WHERE seq = 100",
      2, "entry 2 does not follow" },
    { "closed up after a removal",
      "DELETE FROM audit_detail WHERE seq = 3; DELETE FROM audit WHERE seq = 3;"
      "UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit_detail SET seq = 3 WHERE seq = 4",
      3, "entry 3 does not follow" },
    { "end moved", "UPDATE audit_head SET seq = 4", 5, "entry 5 is not the one" },
    { "end rewritten", "UPDATE audit_head SET hash = (SELECT prev_hash FROM audit WHERE seq = 5)",
      5, "entry 5 is not the one" },
};

static void
test_fraud(const char *url)
{
    for (size_t i = 0; i < G_N_ELEMENTS(frauds); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
        g_assert_no_error(error);
        tamper(url, "DELETE FROM audit_detail; DELETE FROM audit; DELETE FROM audit_head");
        fill(db);
        tamper(url, frauds[i].sql);
        g_auto(CxAuditReport) report = { 0 };
        verify(db, &report);
        g_test_message("%s: %s", frauds[i].why, report.text);
        g_assert_false(report.is_intact);
        g_assert_cmpint(report.broken_seq, ==, frauds[i].broken_seq);
        g_assert_nonnull(strstr(report.text, frauds[i].words));
    }
}

/* ---- Data versions ---- */

static void
test_version(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    int64_t version = -1;
    g_assert_true(cx_data_version(db, "people", &version, &error));
    g_assert_cmpint(version, ==, 0);
    for (int i = 0; i < 3; i++) {
        g_autoptr(CxTxn) txn = cx_test_begin(db);
        g_assert_true(cx_data_version_bump(db, "people", &error));
        g_assert_true(i != 1 || cx_data_version_bump(db, "responses", &error));
        cx_test_commit(&txn);
    }
    g_assert_true(cx_data_version(db, "people", &version, &error));
    g_assert_cmpint(version, ==, 3);
    g_assert_true(cx_data_version(db, "responses", &version, &error));
    g_assert_cmpint(version, ==, 1);
    g_assert_true(cx_data_version(db, NULL, &version, &error));
    g_assert_cmpint(version, ==, 4);
    g_assert_no_error(error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/db/audit/chain", test_chain);
    cx_test_engines_add("/db/audit/list", test_list);
    cx_test_engines_add("/db/audit/erase", test_erase);
    cx_test_engines_add("/db/audit/rolled-back", test_rolled_back);
    cx_test_engines_add_url("/db/audit/fraud", test_fraud);
    cx_test_engines_add("/db/version", test_version);
    return g_test_run();
}
