#include "support/engines.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/secret.h"
#include "db/migrate.h"

typedef struct {
    CxTestEngineFunc on_db; /* one of the two */
    CxTestUrlFunc on_url;
    gboolean is_empty;
    CxEngine engine;
} Case;

static const char *
pg_url(void)
{
    return g_getenv("COALITION_TEST_PG");
}

static void
ignore_notice(void *data CX_UNUSED, const char *message CX_UNUSED)
{
}

static void
run_pg_command(const char *sql)
{
    PGconn *conn = PQconnectdb(pg_url());
    if (PQstatus(conn) != CONNECTION_OK)
        g_error("cannot connect to COALITION_TEST_PG: %s", PQerrorMessage(conn));
    PQsetNoticeProcessor(conn, ignore_notice, NULL);
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        g_error("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
}

static void
run_on_url(const Case *test, const char *url)
{
    g_autoptr(GError) error = NULL;
    if (!test->is_empty) {
        gboolean is_done = cx_db_migrate(url, (CxInstant){ CX_TEST_NOW_US }, &error);
        g_assert_no_error(error);
        g_assert_true(is_done);
    }
    if (test->on_url != NULL) {
        test->on_url(url);
        return;
    }
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    test->on_db(db);
}

static void
run_on_sqlite(const Case *test)
{
    g_autofree char *dir = g_dir_make_tmp("coalition-test-XXXXXX", NULL);
    g_assert_nonnull(dir);
    g_autofree char *url = g_strconcat("sqlite:", dir, "/test.db", NULL);
    run_on_url(test, url);
    for (const char *const *ending = (const char *const[]){ "", "-wal", "-shm", NULL };
         *ending != NULL; ending++) {
        g_autofree char *file = g_strconcat(dir, "/test.db", *ending, NULL);
        (void)g_remove(file); /* it need not be there */
    }
    g_assert_cmpint(g_rmdir(dir), ==, 0);
}

static void
run_on_pg(const Case *test)
{
    g_autofree char *schema =
        g_strdup_printf("t%08x%08x", g_random_int(), g_random_int()); /* not of the test's seed */
    g_autofree char *create = g_strconcat("CREATE SCHEMA ", schema, NULL);
    g_autofree char *drop = g_strconcat("DROP SCHEMA ", schema, " CASCADE", NULL);
    g_autofree char *url = g_strconcat(pg_url(), g_strrstr(pg_url(), "?") == NULL ? "?" : "&",
                                       "options=-csearch_path%3D", schema, NULL);
    run_pg_command(create);
    run_on_url(test, url);
    run_pg_command(drop);
}

static void
run_case(gconstpointer data)
{
    const Case *test = data;
    cx_secret_start();
    if (test->engine == CX_ENGINE_SQLITE)
        run_on_sqlite(test);
    else if (pg_url() != NULL)
        run_on_pg(test);
    else
        g_test_skip("COALITION_TEST_PG is not set");
}

static void
add(const char *path, const Case *test)
{
    static const char *const names[] = { "sqlite", "pg" };
    for (int engine = CX_ENGINE_SQLITE; engine <= CX_ENGINE_PG; engine++) {
        Case *own = g_memdup2(test, sizeof(*test));
        own->engine = (CxEngine)engine;
        g_autofree char *name = g_strconcat(path, "/", names[engine], NULL);
        g_test_add_data_func_full(name, own, run_case, g_free);
    }
}

void
cx_test_engines_add(const char *path, CxTestEngineFunc func)
{
    add(path, &(Case){ .on_db = func });
}

void
cx_test_engines_add_url(const char *path, CxTestUrlFunc func)
{
    add(path, &(Case){ .on_url = func });
}

void
cx_test_engines_add_empty(const char *path, CxTestUrlFunc func)
{
    add(path, &(Case){ .on_url = func, .is_empty = TRUE });
}

void
cx_test_engines_run(CxTestEngineFunc func)
{
    Case test = { .on_db = func };
    cx_secret_start();
    run_on_sqlite(&test);
    if (pg_url() != NULL)
        run_on_pg(&test);
}

CxDb *
cx_test_open(const char *url)
{
    g_autoptr(GError) error = NULL;
    CxDb *db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    return db;
}
