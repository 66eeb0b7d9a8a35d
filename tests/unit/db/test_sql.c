/* Every query of the tree, prepared on both engines against the schema: its header must describe
 * what the engines say, and SQLite must not read a whole table unless the file says why. */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

#include "db/db.h"
#include "db/version.h"
#include "sql/all.h"
#include "support/engines.h"
#include "support/golden.h"

/* ---- SQLite ---- */

static sqlite3_stmt *
prepare_sqlite(sqlite3 *handle, const char *before, const CxQuery *query, char **ret_problem)
{
    g_autofree char *sql = g_strconcat(before, query->sqlite, NULL);
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) != SQLITE_OK) {
        *ret_problem = g_strdup_printf("does not prepare on SQLite: %s", sqlite3_errmsg(handle));
    }
    return stmt;
}

static bool
is_declared_as(const char *declared, CxDbType type)
{
    static const char *const names[] = {
        [CX_DB_INT] = "INTEGER", [CX_DB_REAL] = "REAL", [CX_DB_TEXT] = "TEXT", [CX_DB_BLOB] = "BLOB"
    };
    /* Expressions are declared as nothing; what they are is checked on PostgreSQL. */
    return declared == NULL || strcmp(declared, names[type]) == 0 ||
           (type == CX_DB_REAL && strcmp(declared, "INTEGER") == 0);
}

static char *
columns_problem(const CxQuery *query, sqlite3_stmt *stmt)
{
    if ((size_t)sqlite3_bind_parameter_count(stmt) != query->n_params) {
        return g_strdup_printf("has %d parameters on SQLite, %zu param lines",
                               sqlite3_bind_parameter_count(stmt), query->n_params);
    }
    if ((size_t)sqlite3_column_count(stmt) != query->n_columns) {
        return g_strdup_printf("has %d columns on SQLite, %zu returns lines",
                               sqlite3_column_count(stmt), query->n_columns);
    }
    for (int i = 0; i < (int)query->n_columns; i++) {
        const CxQueryField *column = &query->columns[i];
        const char *name = sqlite3_column_name(stmt, i);
        const char *declared = sqlite3_column_decltype(stmt, i);
        if (strcmp(name, column->name) != 0) {
            return g_strdup_printf("column %d is \"%s\" on SQLite, \"%s\" in its returns line",
                                   i + 1, name, column->name);
        }
        if (!is_declared_as(declared, column->type)) {
            return g_strdup_printf("column \"%s\" is %s on SQLite", name, declared);
        }
    }
    return NULL;
}

/* "SCAN leader", "SCAN leader USING INDEX …", but not "SCAN CONSTANT ROW" or a subquery's rows. */
static bool
is_scan(const char *detail)
{
    return g_str_has_prefix(detail, "SCAN ") && !g_str_has_prefix(detail, "SCAN CONSTANT ROW") &&
           !g_str_has_prefix(detail, "SCAN (") && strstr(detail, "VALUES CLAUSE") == NULL;
}

/* Appends the plan, one step a line; returns what is wrong with it. */
static char *
plan_problem(sqlite3 *handle, const CxQuery *query, GString *plan)
{
    char *problem = NULL;
    sqlite3_stmt *stmt = prepare_sqlite(handle, "EXPLAIN QUERY PLAN ", query, &problem);
    g_autofree char *scan = NULL;
    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(stmt, 3);
        g_string_append_printf(plan, "    %s\n", detail);
        if (scan == NULL && is_scan(detail)) {
            scan = g_strdup(detail);
        }
    }
    sqlite3_finalize(stmt);
    if (problem == NULL && scan != NULL && query->scan_reason == NULL) {
        problem =
            g_strdup_printf("reads a whole table (%s) and does not say \"-- scan: reason\"", scan);
    }
    if (problem == NULL && scan == NULL && query->scan_reason != NULL) {
        problem = g_strdup("says \"-- scan:\" but reads no whole table");
    }
    return problem;
}

static char *
sqlite_problem(sqlite3 *handle, const CxQuery *query, GString *plan)
{
    char *problem = NULL;
    sqlite3_stmt *stmt = prepare_sqlite(handle, "", query, &problem);
    if (problem == NULL) {
        problem = columns_problem(query, stmt);
    }
    sqlite3_finalize(stmt);
    return problem != NULL ? problem : plan_problem(handle, query, plan);
}

/* ---- PostgreSQL ---- */

static bool
is_oid_for(Oid oid, CxDbType type)
{
    const bool is_int = oid == 20 || oid == 21 || oid == 23 || oid == 16;
    switch (type) {
    case CX_DB_INT:
        return is_int;
    case CX_DB_REAL:
        return is_int || oid == 700 || oid == 701;
    case CX_DB_TEXT:
        return oid == 25 || oid == 1043 || oid == 19;
    case CX_DB_BLOB:
        return oid == 17;
    }
    return false;
}

static char *
described_problem(const CxQuery *query, const PGresult *result)
{
    if ((size_t)PQnparams(result) != query->n_params) {
        return g_strdup_printf("has %d parameters on PostgreSQL, %zu param lines",
                               PQnparams(result), query->n_params);
    }
    if ((size_t)PQnfields(result) != query->n_columns) {
        return g_strdup_printf("has %d columns on PostgreSQL, %zu returns lines", PQnfields(result),
                               query->n_columns);
    }
    for (int i = 0; i < (int)query->n_columns; i++) {
        const CxQueryField *column = &query->columns[i];
        if (strcmp(PQfname(result, i), column->name) != 0) {
            return g_strdup_printf("column %d is \"%s\" on PostgreSQL, \"%s\" in its returns line",
                                   i + 1, PQfname(result, i), column->name);
        }
        if (!is_oid_for(PQftype(result, i), column->type)) {
            return g_strdup_printf("column \"%s\" has type %u on PostgreSQL; a CAST may help",
                                   column->name, PQftype(result, i));
        }
    }
    return NULL;
}

static char *
pg_problem(PGconn *conn, const CxQuery *query)
{
    static const Oid oids[] = {
        [CX_DB_INT] = 20, [CX_DB_REAL] = 701, [CX_DB_TEXT] = 25, [CX_DB_BLOB] = 17
    };
    Oid types[64];
    g_assert_cmpint(query->n_params, <=, G_N_ELEMENTS(types));
    for (size_t i = 0; i < query->n_params; i++) {
        types[i] = oids[query->params[i].type];
    }
    char *problem = NULL;
    PGresult *prepared = PQprepare(conn, "", query->pg, (int)query->n_params, types);
    if (PQresultStatus(prepared) == PGRES_COMMAND_OK) {
        PGresult *described = PQdescribePrepared(conn, "");
        problem = described_problem(query, described);
        PQclear(described);
    } else {
        problem =
            g_strdup_printf("does not prepare on PostgreSQL: %s", PQresultErrorMessage(prepared));
    }
    PQclear(prepared);
    return problem;
}

/* ---- All of them ---- */

typedef struct {
    sqlite3 *sqlite; /* one of the two */
    PGconn *pg;
} Engine;

static Engine
open_engine(const char *url)
{
    Engine engine = { 0 };
    if (g_str_has_prefix(url, "sqlite:")) {
        g_assert_cmpint(sqlite3_open(url + strlen("sqlite:"), &engine.sqlite), ==, SQLITE_OK);
    } else {
        engine.pg = PQconnectdb(url);
        g_assert_cmpint(PQstatus(engine.pg), ==, CONNECTION_OK);
    }
    return engine;
}

static void
close_engine(Engine *engine)
{
    sqlite3_close(engine->sqlite);
    PQfinish(engine->pg);
}

static char *
problem_of(const Engine *engine, const CxQuery *query, GString *plan)
{
    if (engine->sqlite != NULL) {
        return sqlite_problem(engine->sqlite, query, plan);
    }
    return pg_problem(engine->pg, query);
}

static int64_t
check_module(const Engine *engine, const CxQueryModule *module, GString *plans)
{
    int64_t n_problems = 0;
    for (size_t i = 0; i < module->n; i++) {
        const CxQuery *query = module->queries[i];
        g_string_append_printf(plans, "%s\n", query->name);
        g_autofree char *problem = problem_of(engine, query, plans);
        if (problem != NULL) {
            g_test_message("sql/%s.sql: %s", query->name, problem);
            n_problems++;
        }
    }
    return n_problems;
}

/* The plans are SQLite's own words, which other versions put differently. */
static void
compare_plans(const char *module, const char *plans)
{
    g_autofree char *name = g_strconcat("sql/", module, ".txt", NULL);
    if (g_str_has_prefix(sqlite3_libversion(), "3.40.")) {
        cx_test_golden(name, plans);
    } else {
        g_test_message("%s is of SQLite 3.40, not compared", name);
    }
}

static void
test_queries(const char *url)
{
    Engine engine = open_engine(url);
    int64_t n_problems = 0;
    for (size_t i = 0; i < cx_query_modules_n; i++) {
        g_autoptr(GString) plans = g_string_new(NULL);
        n_problems += check_module(&engine, &cx_query_modules[i], plans);
        if (engine.sqlite != NULL) {
            compare_plans(cx_query_modules[i].module, plans->str);
        }
    }
    close_engine(&engine);
    if (n_problems > 0) {
        g_test_message("%d queries are not as they say", (int)n_problems);
        g_test_fail();
    }
}

/* ---- Which tables are counted as written ---- */

static int
note_table(void *data, int action, const char *name, CX_UNUSED const char *detail,
           CX_UNUSED const char *schema, CX_UNUSED const char *trigger)
{
    uint64_t *written = data;
    for (size_t i = 0; cx_counted_tables[i] != NULL; i++) {
        if ((action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE) &&
            strcmp(cx_counted_tables[i], name) == 0)
            *written |= (uint64_t)1 << i;
    }
    return SQLITE_OK;
}

/* What is read off a query's text is what SQLite's authorizer is asked for when it is prepared. */
static void
test_written(const char *url)
{
    Engine engine = open_engine(url);
    int64_t n_writing = 0;
    for (size_t m = 0; engine.sqlite != NULL && m < cx_query_modules_n; m++) {
        for (size_t i = 0; i < cx_query_modules[m].n; i++) {
            const CxQuery *query = cx_query_modules[m].queries[i];
            uint64_t want = 0;
            g_autofree char *problem = NULL;
            (void)sqlite3_set_authorizer(engine.sqlite, note_table, &want);
            sqlite3_finalize(prepare_sqlite(engine.sqlite, "", query, &problem));
            g_test_message("%s", query->name);
            g_assert_cmphex(cx_counted_written(query->sqlite), ==, want);
            g_assert_cmphex(cx_counted_written(query->pg), ==, want);
            n_writing += want != 0 ? 1 : 0;
        }
    }
    g_assert_true(engine.sqlite == NULL || n_writing > 40);
    close_engine(&engine);
}

/* ---- The check can fail ---- */

static const CxQueryField seq_int[] = { { "seq", CX_DB_INT, false, 0 } };
static const CxQueryField seq_text[] = { { "seq", CX_DB_TEXT, false, 0 } };
static const CxQueryField other_int[] = { { "other", CX_DB_INT, false, 0 } };

#define SAME(text) .sqlite = text, .pg = text

static const struct {
    const char *why;
    CxQuery query;
    gboolean fails_on_sqlite;
    gboolean fails_on_pg;
} wrong[] = {
    { "as it should be",
      { SAME("SELECT seq FROM audit WHERE seq = 1"), .columns = seq_int, .n_columns = 1 },
      FALSE,
      FALSE },
    { "no such table",
      { SAME("SELECT seq FROM nowhere"), .columns = seq_int, .n_columns = 1 },
      TRUE,
      TRUE },
    { "another name",
      { SAME("SELECT seq FROM audit WHERE seq = 1"), .columns = other_int, .n_columns = 1 },
      TRUE,
      TRUE },
    { "another type",
      { SAME("SELECT seq FROM audit WHERE seq = 1"), .columns = seq_text, .n_columns = 1 },
      TRUE,
      TRUE },
    { "a column too many",
      { SAME("SELECT seq, seq AS x FROM audit WHERE seq = 1"), .columns = seq_int, .n_columns = 1 },
      TRUE,
      TRUE },
    { "a parameter too many",
      { .sqlite = "SELECT seq FROM audit WHERE seq = ?1",
        .pg = "SELECT seq FROM audit WHERE seq = $1",
        .columns = seq_int,
        .n_columns = 1 },
      TRUE,
      TRUE },
    { "a sum PostgreSQL makes numeric",
      { SAME("SELECT sum(seq) AS seq FROM audit WHERE seq = 1"), .columns = seq_int,
        .n_columns = 1 },
      FALSE,
      TRUE },
    { "a scan",
      { SAME("SELECT seq FROM audit"), .columns = seq_int, .n_columns = 1 },
      TRUE,
      FALSE },
    { "a scan with its reason",
      { SAME("SELECT seq FROM audit"), .columns = seq_int, .n_columns = 1,
        .scan_reason = "all are wanted" },
      FALSE,
      FALSE },
    { "a reason without a scan",
      { SAME("SELECT seq FROM audit WHERE seq = 1"), .columns = seq_int, .n_columns = 1,
        .scan_reason = "all are wanted" },
      TRUE,
      FALSE },
};

static void
test_check_can_fail(const char *url)
{
    Engine engine = open_engine(url);
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GString) plan = g_string_new(NULL);
        g_autofree char *problem = problem_of(&engine, &wrong[i].query, plan);
        g_test_message("%s: %s", wrong[i].why, problem == NULL ? "fine" : problem);
        const gboolean is_wrong =
            engine.sqlite != NULL ? wrong[i].fails_on_sqlite : wrong[i].fails_on_pg;
        g_assert_cmpint(problem != NULL, ==, is_wrong);
    }
    close_engine(&engine);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/db/sql/every-query", test_queries);
    cx_test_engines_add_url("/db/sql/written", test_written);
    cx_test_engines_add_url("/db/sql/check-can-fail", test_check_can_fail);
    return g_test_run();
}
