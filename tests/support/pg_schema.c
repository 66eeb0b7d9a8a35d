#include "support/pg_schema.h"

#include <glib.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "db/migrate.h"
#include "support/engines.h"

#define SEARCH_PATH "options=-csearch_path%3D"

static char *migrated; /* URL of the program's schema, or NULL: not made yet */
static char *shape;    /* what its tables were when they were made */

const char *
cx_test_pg_server(void)
{
    return g_getenv("COALITION_TEST_PG");
}

static void
ignore_notice(void *data CX_UNUSED, const char *message CX_UNUSED)
{
}

/* Runs statements; the first value of the last one's rows, or NULL. (transfer full) */
static char *
ask(const char *url, const char *sql)
{
    PGconn *conn = PQconnectdb(url);
    if (PQstatus(conn) != CONNECTION_OK)
        g_error("cannot connect to COALITION_TEST_PG: %s", PQerrorMessage(conn));
    PQsetNoticeProcessor(conn, ignore_notice, NULL);
    PGresult *result = PQexec(conn, sql);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        g_error("%s: %s", sql, PQerrorMessage(conn));
    char *value = PQntuples(result) > 0 ? g_strdup(PQgetvalue(result, 0, 0)) : NULL;
    PQclear(result);
    PQfinish(conn);
    return value;
}

static void
tell(const char *url, const char *sql)
{
    g_free(ask(url, sql));
}

char *
cx_test_pg_empty(void)
{
    g_autofree char *schema =
        g_strdup_printf("t%08x%08x", g_random_int(), g_random_int()); /* not of the test's seed */
    g_autofree char *create = g_strconcat("CREATE SCHEMA ", schema, NULL);
    tell(cx_test_pg_server(), create);
    return g_strconcat(cx_test_pg_server(), strchr(cx_test_pg_server(), '?') == NULL ? "?" : "&",
                       SEARCH_PATH, schema, NULL);
}

void
cx_test_pg_drop(const char *url)
{
    const char *schema = g_strrstr(url, SEARCH_PATH) + strlen(SEARCH_PATH);
    g_autofree char *sql = g_strconcat("DROP SCHEMA ", schema, " CASCADE;",
                                       "DROP SCHEMA IF EXISTS ", schema, "_first CASCADE", NULL);
    tell(cx_test_pg_server(), sql);
}

static void
drop_migrated(void)
{
    if (migrated != NULL)
        cx_test_pg_drop(migrated);
    g_clear_pointer(&migrated, g_free);
    g_clear_pointer(&shape, g_free);
}

/* Tables, columns, indexes and rules, and how many steps made them. */
static const char shape_sql[] =
    "SELECT concat_ws(' ',"
    " (SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace),"
    " (SELECT count(*) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
    "  WHERE relnamespace = current_schema()::regnamespace),"
    " (SELECT count(*) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace),"
    " (SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
    "  WHERE relnamespace = current_schema()::regnamespace),"
    " (SELECT count(*) FROM schema_migration))";

/* Keeps the rows and the numbers of sequences that the tables begin with, in a schema beside. */
static const char keep_sql[] =
    "DO $$ DECLARE one record; has_rows boolean; first name := current_schema() || '_first'; BEGIN"
    " EXECUTE format('CREATE SCHEMA %I', first);"
    " EXECUTE format('CREATE TABLE %I.sequence (name text, at bigint, is_called boolean)', first);"
    " FOR one IN SELECT relname, relkind FROM pg_class"
    "  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'S') LOOP"
    "  IF one.relkind = 'S' THEN"
    "   EXECUTE format('INSERT INTO %I.sequence SELECT %L, last_value, is_called FROM %I', first,"
    "    one.relname, one.relname);"
    "  ELSE"
    "   EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one.relname) INTO has_rows;"
    "   IF has_rows THEN"
    "    EXECUTE format('CREATE TABLE %I.%I AS TABLE %I', first, 'of_' || one.relname, "
    "one.relname);"
    "   END IF;"
    "  END IF;"
    " END LOOP; END $$";

/* As after the migration. Neither foreign keys nor triggers look on. */
static const char put_back_sql[] =
    "SET session_replication_role = replica;"
    "DO $$ DECLARE one record; first name := current_schema() || '_first'; BEGIN"
    " FOR one IN SELECT relname FROM pg_class"
    "  WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' LOOP"
    "  EXECUTE format('DELETE FROM %I', one.relname);"
    " END LOOP;"
    " FOR one IN SELECT substr(relname, 4) AS name FROM pg_class"
    "  WHERE relnamespace = first::regnamespace AND relkind = 'r' AND relname LIKE 'of\\_%' LOOP"
    "  EXECUTE format('INSERT INTO %I OVERRIDING SYSTEM VALUE TABLE %I.%I', one.name, first,"
    "   'of_' || one.name);"
    " END LOOP;"
    " FOR one IN EXECUTE format('SELECT * FROM %I.sequence', first) LOOP"
    "  PERFORM setval(quote_ident(one.name)::regclass, one.at, one.is_called);"
    " END LOOP; END $$";

static void
make(void)
{
    if (migrated == NULL)
        (void)atexit(drop_migrated); /* what it leaves is dropped with the server otherwise */
    drop_migrated();
    migrated = cx_test_pg_empty();
    g_autoptr(GError) error = NULL;
    const gboolean is_done = cx_db_migrate(migrated, (CxInstant){ CX_TEST_NOW_US }, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    tell(migrated, keep_sql);
    shape = ask(migrated, shape_sql);
}

const char *
cx_test_pg_migrated(void)
{
    g_autofree char *now = migrated == NULL ? NULL : ask(migrated, shape_sql);
    if (migrated == NULL || g_strcmp0(now, shape) != 0)
        make();
    else
        tell(migrated, put_back_sql);
    return migrated;
}
