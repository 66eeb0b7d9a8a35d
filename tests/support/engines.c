#include "support/engines.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/secret.h"
#include "db/migrate.h"
#include "support/pg_schema.h"

typedef struct {
    CxTestEngineFunc on_db; /* one of the two */
    CxTestUrlFunc on_url;
    gboolean is_empty;
    CxEngine engine;
} Case;

static void
run_on_url(const Case *test, const char *url)
{
    if (test->on_url != NULL) {
        test->on_url(url);
        return;
    }
    g_autoptr(CxDb) db = cx_test_open(url);
    test->on_db(db);
}

/* The bytes of a file with the schema of this program, made once. */
static GBytes *
sqlite_migrated(const char *dir)
{
    static GBytes *bytes;
    if (bytes != NULL)
        return bytes;
    g_autofree char *path = g_build_filename(dir, "first.db", NULL);
    g_autofree char *url = g_strconcat("sqlite:", path, NULL);
    g_autoptr(GError) error = NULL;
    const gboolean is_done = cx_db_migrate(url, (CxInstant){ CX_TEST_NOW_US }, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    char *contents = NULL;
    gsize len_bytes = 0;
    g_assert_true(g_file_get_contents(path, &contents, &len_bytes, &error));
    g_assert_cmpint(g_remove(path), ==, 0);
    bytes = g_bytes_new_take(contents, len_bytes);
    return bytes;
}

static void
run_on_sqlite(const Case *test)
{
    g_autofree char *dir = g_dir_make_tmp("coalition-test-XXXXXX", NULL);
    g_assert_nonnull(dir);
    g_autofree char *path = g_build_filename(dir, "test.db", NULL);
    g_autofree char *url = g_strconcat("sqlite:", path, NULL);
    if (!test->is_empty) {
        gsize len_bytes = 0;
        const char *contents = g_bytes_get_data(sqlite_migrated(dir), &len_bytes);
        g_assert_true(g_file_set_contents_full(path, contents, (gssize)len_bytes,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
    run_on_url(test, url);
    for (const char *const *ending = (const char *const[]){ "", "-wal", "-shm", NULL };
         *ending != NULL; ending++) {
        g_autofree char *file = g_strconcat(path, *ending, NULL);
        (void)g_remove(file); /* it need not be there */
    }
    g_assert_cmpint(g_rmdir(dir), ==, 0);
}

static void
run_on_pg(const Case *test)
{
    if (!test->is_empty) {
        run_on_url(test, cx_test_pg_migrated());
        return;
    }
    g_autofree char *url = cx_test_pg_empty();
    run_on_url(test, url);
    cx_test_pg_drop(url);
}

static void
run_case(gconstpointer data)
{
    const Case *test = data;
    cx_secret_start();
    if (test->engine == CX_ENGINE_SQLITE)
        run_on_sqlite(test);
    else if (cx_test_pg_server() != NULL)
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
    if (cx_test_pg_server() != NULL)
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
