#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "db/migrate.h"
#include "db/stmt.h"
#include "db/txn.h"
#include "sql/db.h"
#include "support/engines.h"

static const CxInstant now = { CX_TEST_NOW_US };

#define SAME(text) text, text

/* Three small steps; the third is varied by the tests. */
#define STEP_ONE                                                                                   \
    {                                                                                              \
        1, "first", "d1",                                                                          \
            "CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"       \
            " digest TEXT NOT NULL, applied_us INTEGER NOT NULL) STRICT;",                         \
            "CREATE TABLE schema_migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL,"        \
            " digest TEXT NOT NULL, applied_us BIGINT NOT NULL);"                                  \
    }
#define STEP_TWO                                                                                   \
    {                                                                                              \
        2, "second", "d2", "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;",                      \
            "CREATE TABLE a (id BIGINT PRIMARY KEY);"                                              \
    }

static const CxMigration two[] = { STEP_ONE, STEP_TWO };
static const CxMigration two_changed[] = {
    STEP_ONE,
    { 2, "second", "d2 changed", "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;",
      "CREATE TABLE a (id BIGINT PRIMARY KEY);" },
};

static void
migrate(const char *url, const CxMigration *steps, size_t n_steps)
{
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_db_migrate_steps(url, steps, n_steps, now, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static void
assert_refused(const char *url, const CxMigration *steps, size_t n_steps, CxErrorCode code,
               const char *words)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_db_migrate_steps(url, steps, n_steps, now, &error));
    g_assert_error(error, CX_ERROR, (gint)code);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, words));
}

static int64_t
count_steps(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_READ, &error);
    g_assert_no_error(error);
    g_autoptr(CxStmt) stmt = cx_q_migration_list(db, &error);
    g_assert_no_error(error);
    int64_t n = 0;
    CxMigrationListRow row;
    while (cx_q_migration_list_next(stmt, &row, &error) == CX_STEP_ROW) {
        n++;
    }
    g_assert_no_error(error);
    return n;
}

static int64_t
count_of(const char *url, const char *sql)
{
    static const CxQueryField field[] = { { "n", CX_DB_INT, false, 0 } };
    const CxQuery query = {
        .name = "test/count", .sqlite = sql, .pg = sql, .columns = field, .n_columns = 1
    };
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_READ, NULL);
    int64_t n = -1;
    g_autoptr(GError) error = NULL;
    if (!cx_stmt_one(db, &query, NULL, &n, &error)) {
        n = -1;
    }
    return n;
}

/* ---- The program's own steps ---- */

static void
check_schema(const char *url, gint code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_READ, &error);
    g_assert_no_error(error);
    const bool is_right = cx_db_check_schema(db, &error);
    if (code < 0) {
        g_assert_no_error(error);
        g_assert_true(is_right);
    } else {
        g_assert_error(error, CX_ERROR, code);
    }
}

static void
test_fresh(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_db_migrate(url, now, &error));
    g_assert_no_error(error);
    g_assert_cmpint(count_steps(url), ==, (int64_t)cx_migrations_n);
    check_schema(url, -1);
    /* A second time there is nothing to do. */
    g_assert_true(cx_db_migrate(url, now, &error));
    g_assert_no_error(error);
    g_assert_cmpint(count_steps(url), ==, (int64_t)cx_migrations_n);
}

static void
test_missing(const char *url)
{
    if (g_str_has_prefix(url, "sqlite:")) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxDb) db = cx_db_open(url, CX_DB_READ, &error);
        g_assert_null(db);
        g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
        migrate(url, NULL, 0); /* makes the file, and no table */
    }
    check_schema(url, CX_ERROR_NOT_FOUND);
}

static void
test_behind(const char *url)
{
    migrate(url, cx_migrations, 1);
    check_schema(url, CX_ERROR_UNSUPPORTED);
}

/* ---- Refusals ---- */

static void
test_newer(const char *url)
{
    migrate(url, two, 2);
    assert_refused(url, two, 1, CX_ERROR_UNSUPPORTED, "newer program");
    check_schema(url, CX_ERROR_CORRUPT); /* its step 1 is not this program's */
    g_assert_cmpint(count_steps(url), ==, 2);
}

static void
test_changed(const char *url)
{
    migrate(url, two, 2);
    assert_refused(url, two_changed, 2, CX_ERROR_CORRUPT, "step 2 \"second\"");
    g_assert_cmpint(count_steps(url), ==, 2);
}

/* A step of four statements whose n-th fails leaves nothing of itself, whatever n is. */
static void
test_failing_statement(const char *url)
{
    migrate(url, two, 2);
    static const char *const statements[] = {
        "CREATE TABLE b (id INTEGER PRIMARY KEY);",
        "INSERT INTO b (id) VALUES (1);",
        "CREATE INDEX b_id ON b (id);",
        "INSERT INTO a (id) VALUES (1);",
    };
    for (size_t n = 0; n < G_N_ELEMENTS(statements); n++) {
        g_autoptr(GString) sql = g_string_new(NULL);
        for (size_t i = 0; i < G_N_ELEMENTS(statements); i++) {
            g_string_append(sql, i == n ? "INSERT INTO nowhere (id) VALUES (1);" : statements[i]);
        }
        const CxMigration steps[] = { STEP_ONE, STEP_TWO, { 3, "third", "d3", SAME(sql->str) } };
        assert_refused(url, steps, 3, CX_ERROR_CORRUPT, "step 3 \"third\"");
        g_assert_cmpint(count_steps(url), ==, 2);
        g_assert_cmpint(count_of(url, "SELECT count(*) AS n FROM a"), ==, 0);
        g_assert_cmpint(count_of(url, "SELECT count(*) AS n FROM b"), ==, -1);
    }
    g_autofree char *whole =
        g_strjoin("\n", statements[0], statements[1], statements[2], statements[3], NULL);
    const CxMigration steps[] = { STEP_ONE, STEP_TWO, { 3, "third", "d3", SAME(whole) } };
    migrate(url, steps, 3);
    g_assert_cmpint(count_of(url, "SELECT count(*) AS n FROM b"), ==, 1);
}

/* ---- At once ---- */

static gpointer
migrate_thread(gpointer url)
{
    GError *error = NULL;
    if (!cx_db_migrate(url, now, &error)) {
        g_test_message("%s", error->message);
    }
    return error;
}

static void
test_at_once(const char *url)
{
    GThread *threads[6];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        threads[i] = g_thread_new("migrate", migrate_thread, (gpointer)(uintptr_t)url);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        g_autoptr(GError) error = g_thread_join(threads[i]);
        g_assert_no_error(error);
    }
    g_assert_cmpint(count_steps(url), ==, (int64_t)cx_migrations_n);
}

/* ---- The second wall ---- */

static void
test_wall(CxDb *db)
{
    static const char *const refused[] = {
        "CREATE TABLE x (id INTEGER)",
        "DROP TABLE job",
        "ALTER TABLE job ADD COLUMN x TEXT",
        "ATTACH DATABASE 'x.db' AS x",
        "PRAGMA foreign_keys = OFF",
        "COMMIT",
        "SAVEPOINT x",
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit_detail",
        "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, x'00')",
        "DELETE FROM schema_migration",
        "SELECT load_extension('x')",
    };
    if (cx_db_engine(db) == CX_ENGINE_PG) {
        g_test_skip("the authorizer is SQLite's");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        const CxQuery query = { .name = "test/wall", .sqlite = refused[i], .pg = refused[i] };
        g_autoptr(GError) error = NULL;
        g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
        g_assert_no_error(error);
        g_assert_false(cx_stmt_run(db, &query, NULL, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        g_test_message("%s: %s", refused[i], error->message);
    }
}

static void
test_urls(void)
{
    static const char *const urls[] = { "", "sqlite:", "mysql://x", "/tmp/x.db" };
    for (size_t i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(cx_db_open(urls[i], CX_DB_READ, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_db_open("postgresql://nobody@127.0.0.1:1/none", CX_DB_READ, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    g_test_message("%s", error->message);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_empty("/db/migrate/fresh", test_fresh);
    cx_test_engines_add_empty("/db/migrate/missing", test_missing);
    cx_test_engines_add_empty("/db/migrate/behind", test_behind);
    cx_test_engines_add_empty("/db/migrate/newer", test_newer);
    cx_test_engines_add_empty("/db/migrate/changed", test_changed);
    cx_test_engines_add_empty("/db/migrate/failing-statement", test_failing_statement);
    cx_test_engines_add_empty("/db/migrate/at-once", test_at_once);
    cx_test_engines_add("/db/wall", test_wall);
    g_test_add_func("/db/urls", test_urls);
    return g_test_run();
}
