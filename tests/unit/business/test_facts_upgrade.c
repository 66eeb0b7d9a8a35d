/* A file of facts that is under way while the program is brought up to date: what counted goes on counting,
 * and when the file is done what it has brought counts, all of it. */
#include "business/account.h"
#include "db/migrate.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/people/cast.h"

#define STEPS_BEFORE 43 /* facts counted by is_latest alone, and so did accounts */

/* The digest is written in the engine's own way. */
#define FILES(digest)                                                                              \
    "INSERT INTO fact_file (id, file_name, digest, len_bytes, mapping, taken_us, actor, n_rows,"   \
    " n_new, n_revised, n_same, n_empty, n_rejected, n_skipped, state) VALUES"                     \
    " (1, 'may.csv', " digest ", 9, '{}', 0, 'ann', 2, 2, 0, 0, 0, 0, 0, 'done'),"                 \
    " (2, 'june.csv', " digest ", 9, '{}', 0, 'ann', 2, 1, 1, 0, 0, 0, 0, 'running')"

/* Of three facts one is revised, one stays and one is new; the customer gets another name. */
static const char *const under_way[] = {
    "INSERT INTO metric (id, key, label, unit, direction, decimals, is_money, cuts, added_us)"
    " VALUES (1, 'days', 'Days', 'days', 'down', 0, 0, '', 0)",
    "INSERT INTO fact (metric_id, kind, source_key, scope, span, revision, is_latest, value, "
    "file_id, line)"
    " VALUES (1, 'account', 'a', '', '', 1, 1, 10, 1, 2), (1, 'account', 'b', '', '', 1, 1, 200, "
    "1, 3),"
    " (1, 'account', 'a', '', '', 2, 0, 3000, 2, 2), (1, 'account', 'c', '', '', 1, 0, 40000, 2, "
    "3)",
    "INSERT INTO account (id, source_key, added_us) VALUES (1, 'a', 0)",
    "INSERT INTO account_state (account_id, revision, is_latest, name, file_id, recorded_us)"
    " VALUES (1, 1, 1, 'Old', 1, 0), (1, 2, 0, 'New', 2, 0)",
};

static void
add_files(const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    const bool is_pg = cx_db_engine(db) == CX_ENGINE_PG;
    cx_test_execute(db, is_pg ? FILES("'\\x00'") : FILES("x'00'"));
}

static void
execute(const char *url, const char *const *statements, size_t n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < n; i++)
        cx_test_execute(db, statements[i]);
}

static void
assert_counts(const char *url, int64_t sum, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    static const char counting[] =
        "SELECT CAST(sum(value) AS BIGINT) AS n FROM fact WHERE is_latest = 1"
        " AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')"
        " AND (revised_by IS NULL OR revised_by IN (SELECT id FROM fact_file WHERE state <> "
        "'done'))";
    g_assert_cmpint(cx_test_count(db, counting), ==, sum);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxAccount) account = cx_account_find(ctx, "a", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(account->name, ==, name);
}

static void
test_under_way(const char *url)
{
    static const char *const done[] = { "UPDATE fact_file SET state = 'done' WHERE id = 2" };
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_db_migrate_steps(url, cx_migrations, STEPS_BEFORE, (CxInstant){ 0 }, &error));
    add_files(url);
    execute(url, under_way, G_N_ELEMENTS(under_way));
    g_assert_true(cx_db_migrate(url, (CxInstant){ 0 }, &error));
    g_assert_no_error(error);
    assert_counts(url, 210, "Old");
    execute(url, done, G_N_ELEMENTS(done));
    assert_counts(url, 43200, "New");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_empty("/business/facts_upgrade/under-way", test_under_way);
    return g_test_run();
}
