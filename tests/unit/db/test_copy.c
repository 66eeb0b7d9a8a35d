/* Queries that say "-- copy": the same rows as any other query's on both engines, and what happens on
 * PostgreSQL when the connection that copies is cancelled, ended or not to be had. */
#include <libpq-fe.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "db/stmt.h"
#include "db/txn.h"
#include "support/engines.h"

#define N_MANY 200000 /* rows of some hundred bytes: far more than waits on the way */

typedef struct {
    int64_t id;
    CxOptI64 oi;
    double x;
    CxOptReal ox;
    const char *t;
    const char *t_opt;
    CxBlob b;
    CxBlob ob;
} Row;

static const CxQueryField fields[] = {
    { "id", CX_DB_INT, false, offsetof(Row, id) },
    { "oi", CX_DB_INT, true, offsetof(Row, oi) },
    { "x", CX_DB_REAL, false, offsetof(Row, x) },
    { "ox", CX_DB_REAL, true, offsetof(Row, ox) },
    { "t", CX_DB_TEXT, false, offsetof(Row, t) },
    { "t_opt", CX_DB_TEXT, true, offsetof(Row, t_opt) },
    { "b", CX_DB_BLOB, false, offsetof(Row, b) },
    { "ob", CX_DB_BLOB, true, offsetof(Row, ob) },
};

typedef struct {
    const char *word;
    const char *t_opt; /* NULL or a text */
    int64_t shift;
    CxOptI64 oi;
} Params;

static const CxQueryField param_fields[] = {
    { "word", CX_DB_TEXT, false, offsetof(Params, word) },
    { "t_opt", CX_DB_TEXT, true, offsetof(Params, t_opt) },
    { "shift", CX_DB_INT, false, offsetof(Params, shift) },
    { "oi", CX_DB_INT, true, offsetof(Params, oi) },
};

/* Rows that need no table: from shift + 1 on, every third without what may be NULL; a quoted $1. */
#define SELECTED_SQLITE                                                                            \
    "WITH RECURSIVE g (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < 10)"                \
    " SELECT i + ?3, ?4, i / 4.0, CASE WHEN i % 3 > 0 THEN -i * 0.5 END, ?1 || '$1 ' || i, ?2,"    \
    " CAST(CASE WHEN i % 2 = 0 THEN x'00ff00' ELSE x'' END AS BLOB),"                              \
    " CASE WHEN i % 3 > 0 THEN x'0000' END FROM g ORDER BY i"
#define SELECTED_PG                                                                                \
    "SELECT i + $3, $4, i / 4.0::float8, CASE WHEN i % 3 > 0 THEN -i * 0.5::float8 END,"           \
    " $1 || '$1 ' || i, $2, CASE WHEN i % 2 = 0 THEN '\\x00ff00'::bytea ELSE ''::bytea END,"       \
    " CASE WHEN i % 3 > 0 THEN '\\x0000'::bytea END"                                               \
    " FROM generate_series(1, 10) AS g (i) ORDER BY i"

static const CxQuery walked = {
    .name = "test/walked",
    .sqlite = SELECTED_SQLITE,
    .pg = SELECTED_PG,
    .params = param_fields,
    .n_params = G_N_ELEMENTS(param_fields),
    .columns = fields,
    .n_columns = G_N_ELEMENTS(fields),
    .is_many = true,
};

static const CxQuery copied = {
    .name = "test/copied",
    .sqlite = SELECTED_SQLITE,
    .pg = SELECTED_PG,
    .params = param_fields,
    .n_params = G_N_ELEMENTS(param_fields),
    .columns = fields,
    .n_columns = G_N_ELEMENTS(fields),
    .is_many = true,
    .is_copied = true,
};

typedef struct {
    int64_t id;
    const char *text;
} Long;

static const CxQueryField long_fields[] = {
    { "id", CX_DB_INT, false, offsetof(Long, id) },
    { "text", CX_DB_TEXT, false, offsetof(Long, text) },
};

typedef struct {
    int64_t n;
    const char *mark; /* by which another connection finds the statement */
} LongParams;

static const CxQueryField long_params[] = {
    { "n", CX_DB_INT, false, offsetof(LongParams, n) },
    { "mark", CX_DB_TEXT, false, offsetof(LongParams, mark) },
};

static const CxQuery long_copied = {
    .name = "test/long_copied",
    .sqlite = "WITH RECURSIVE g (i) AS (SELECT 1 WHERE ?1 > 0 UNION ALL SELECT i + 1 FROM g"
              " WHERE i < ?1) SELECT i, ?2 || 'ü' || i FROM g",
    .pg = "SELECT i, $2 || repeat('ü', 100) || i FROM generate_series(1, $1) AS g (i)",
    .params = long_params,
    .n_params = G_N_ELEMENTS(long_params),
    .columns = long_fields,
    .n_columns = G_N_ELEMENTS(long_fields),
    .is_many = true,
    .is_copied = true,
};

/* ---- The same rows ---- */

static void
assert_blob(CxBlob got, CxBlob want)
{
    g_assert_cmpint(got.data == NULL, ==, want.data == NULL);
    g_assert_cmpmem(got.data, (int)got.len_bytes, want.data, (int)want.len_bytes);
}

static void
assert_row(const Row *got, const Row *want)
{
    g_assert_cmpint(got->id, ==, want->id);
    g_assert_cmpint(got->oi.is_set, ==, want->oi.is_set);
    g_assert_cmpint(got->oi.v, ==, want->oi.v);
    g_assert_cmpmem(&got->x, sizeof got->x, &want->x, sizeof want->x);
    g_assert_cmpint(got->ox.is_set, ==, want->ox.is_set);
    if (want->ox.is_set)
        g_assert_cmpmem(&got->ox.v, sizeof got->ox.v, &want->ox.v, sizeof want->ox.v);
    g_assert_cmpstr(got->t, ==, want->t);
    g_assert_cmpstr(got->t_opt, ==, want->t_opt);
    assert_blob(got->b, want->b);
    assert_blob(got->ob, want->ob);
}

static CxTxn *
read_txn(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    CxTxn *txn = cx_txn_begin_read(db, &error);
    g_assert_no_error(error);
    return txn;
}

static CxStmt *
open_stmt(CxDb *db, const CxQuery *query, const void *params)
{
    g_autoptr(GError) error = NULL;
    CxStmt *stmt = cx_stmt_open(db, query, params, &error);
    g_assert_no_error(error);
    return stmt;
}

/* Both statements at once, row beside row, each read beyond its end. */
static void
assert_same(CxDb *db, const Params *params)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxStmt) left = open_stmt(db, &walked, params);
    g_autoptr(CxStmt) right = open_stmt(db, &copied, params);
    CxStep step = CX_STEP_ROW;
    int n = 0;
    while (step == CX_STEP_ROW) {
        Row want;
        Row got;
        step = cx_stmt_next(left, &walked, &want, &error);
        g_assert_no_error(error);
        g_assert_cmpint(cx_stmt_next(right, &copied, &got, &error), ==, step);
        g_assert_no_error(error);
        if (step == CX_STEP_ROW) {
            assert_row(&got, &want);
            n++;
        }
    }
    g_assert_cmpint(n, ==, 10);
    Row row;
    g_assert_cmpint(cx_stmt_next(right, &copied, &row, &error), ==, CX_STEP_DONE);
}

static void
test_same(CxDb *db)
{
    static const Params asks[] = {
        { .word = "" },
        { .word = "Zürich 東京 🚆 ", .t_opt = "", .shift = -5, .oi = { true, INT64_MIN } },
        { .word = "it's \\ \"$1\" $2 ", .t_opt = "x", .oi = { true, INT64_MAX } },
    };
    for (int again = 0; again < 2; again++) {
        g_autoptr(CxTxn) txn = read_txn(db);
        for (size_t i = 0; i < G_N_ELEMENTS(asks); i++)
            assert_same(db, &asks[i]);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) writing = cx_txn_begin_write(db, &error);
    assert_same(db, &asks[1]);
}

static int64_t
count_long(CxDb *db, int64_t n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxStmt) stmt = open_stmt(db, &long_copied, &(LongParams){ n, "count" });
    Long row;
    int64_t n_read = 0;
    while (cx_stmt_next(stmt, &long_copied, &row, &error) == CX_STEP_ROW)
        g_assert_cmpint(row.id, ==, ++n_read);
    g_assert_no_error(error);
    return n_read;
}

/* None, one, many; left half-way, and read again in the same transaction and the next. */
static void
test_left(CxDb *db)
{
    g_autoptr(CxTxn) txn = read_txn(db);
    g_assert_cmpint(count_long(db, 0), ==, 0);
    g_assert_cmpint(count_long(db, 1), ==, 1);
    for (int i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxStmt) stmt = open_stmt(db, &long_copied, &(LongParams){ N_MANY, "left" });
        Long row;
        g_assert_cmpint(cx_stmt_next(stmt, &long_copied, &row, &error), ==, CX_STEP_ROW);
        g_assert_cmpint(count_long(db, 5), ==, 5);
    }
    g_assert_cmpint(count_long(db, 9000), ==, 9000);
    cx_txn_rollback(g_steal_pointer(&txn));
    txn = read_txn(db);
    g_assert_cmpint(count_long(db, 9000), ==, 9000);
}

/* ---- What was committed meanwhile ---- */

typedef struct {
    const char *name;
} Name;
static const CxQueryField name_fields[] = { { "name", CX_DB_TEXT, false, offsetof(Name, name) } };
static const CxQuery name_add = {
    .name = "test/name_add",
    .sqlite = "INSERT INTO data_version (area, version) VALUES (?1, 7)",
    .pg = "INSERT INTO data_version (area, version) VALUES ($1, 7)",
    .params = name_fields,
    .n_params = 1,
};
static const CxQuery name_list = {
    .name = "test/name_list",
    .sqlite = "SELECT area FROM data_version WHERE version = 7 ORDER BY area",
    .pg = "SELECT area FROM data_version WHERE version = 7 ORDER BY area",
    .columns = name_fields,
    .n_columns = 1,
    .is_many = true,
    .is_copied = true,
};

static void
add_name(CxDb *db, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    g_assert_true(cx_stmt_run(db, &name_add, &(Name){ name }, &error));
    g_assert_true(cx_txn_commit(&txn, &error));
    g_assert_no_error(error);
}

static int
count_names(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxStmt) stmt = open_stmt(db, &name_list, NULL);
    Name row;
    int n = 0;
    while (cx_stmt_next(stmt, &name_list, &row, &error) == CX_STEP_ROW)
        n++;
    g_assert_no_error(error);
    return n;
}

/* A copy sees what its transaction sees, not what was committed since. */
static void
test_snapshot(const char *url)
{
    g_autoptr(CxDb) writer = cx_test_open(url);
    g_autoptr(CxDb) reader = cx_test_open(url);
    add_name(writer, "one");
    g_autoptr(CxTxn) txn = read_txn(reader);
    g_assert_cmpint(count_names(reader), ==, 1);
    add_name(writer, "two");
    g_assert_cmpint(count_names(reader), ==, 1);
    cx_txn_rollback(g_steal_pointer(&txn));
    txn = read_txn(reader);
    g_assert_cmpint(count_names(reader), ==, 2);
    cx_txn_rollback(g_steal_pointer(&txn));
    g_autoptr(GError) error = NULL;
    txn = cx_txn_begin_write(reader, &error);
    g_assert_true(cx_stmt_run(reader, &name_add, &(Name){ "three" }, &error));
    g_assert_cmpint(count_names(reader), ==, 3);
}

/* ---- PostgreSQL alone ---- */

static bool
is_pg(const char *url)
{
    if (g_str_has_prefix(url, "postgres"))
        return true;
    g_test_skip("COPY is PostgreSQL's");
    return false;
}

/* Does to the copy that carries the mark what a person at the server would; it must be there. */
static void
strike(const char *url, const char *function, const char *mark)
{
    PGconn *conn = PQconnectdb(url);
    g_assert_cmpint(PQstatus(conn), ==, CONNECTION_OK);
    g_autofree char *sql = g_strconcat("SELECT ", function,
                                       "(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                                       " AND query LIKE 'COPY (%' AND position($1 in query) > 0",
                                       NULL);
    PGresult *result = PQexecParams(conn, sql, 1, NULL, &mark, NULL, NULL, 0);
    g_assert_cmpint(PQresultStatus(result), ==, PGRES_TUPLES_OK);
    g_assert_cmpint(PQntuples(result), ==, 1);
    g_assert_cmpstr(PQgetvalue(result, 0, 0), ==, "t");
    PQclear(result);
    PQfinish(conn);
}

/* Reads on until it fails; what was sent before still comes. A server that ends a connection may say so before it
 * is gone. */
static void
assert_fails(CxStmt *stmt, CxErrorCode code, CxErrorCode or_code)
{
    g_autoptr(GError) error = NULL;
    Long row;
    CxStep step;
    int64_t n = 1;
    while ((step = cx_stmt_next(stmt, &long_copied, &row, &error)) == CX_STEP_ROW)
        g_assert_cmpint(row.id, ==, ++n);
    g_assert_cmpint(step, ==, CX_STEP_ERROR);
    g_assert_true(g_error_matches(error, CX_ERROR, (gint)code) ||
                  g_error_matches(error, CX_ERROR, (gint)or_code));
    g_assert_cmpint(n, <, N_MANY);
    g_test_message("after %d rows: %s", (int)n, error->message);
    g_assert_true(g_str_has_prefix(error->message, "test/long_copied: "));
}

static void
test_struck(const char *url)
{
    static const struct {
        const char *function;
        CxErrorCode code, or_code;
    } strokes[] = {
        { "pg_cancel_backend", CX_ERROR_CANCELLED, CX_ERROR_CANCELLED },
        { "pg_terminate_backend", CX_ERROR_IO, CX_ERROR_BUSY },
    };
    if (!is_pg(url))
        return;
    g_autoptr(CxDb) db = cx_test_open(url);
    for (size_t i = 0; i < G_N_ELEMENTS(strokes); i++) {
        g_autofree char *mark = g_strdup_printf("%s %d", strokes[i].function, (int)getpid());
        g_autoptr(CxTxn) txn = read_txn(db);
        g_autoptr(CxStmt) stmt = open_stmt(db, &long_copied, &(LongParams){ N_MANY, mark });
        g_autoptr(GError) error = NULL;
        Long row;
        g_assert_cmpint(cx_stmt_next(stmt, &long_copied, &row, &error), ==, CX_STEP_ROW);
        strike(url, strokes[i].function, mark);
        assert_fails(stmt, strokes[i].code, strokes[i].or_code);
        /* Like any failed step: the transaction reads nothing more, the next one does. */
        g_assert_null(cx_stmt_open(db, &name_list, NULL, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    }
    g_autoptr(CxTxn) txn = read_txn(db);
    g_assert_cmpint(count_long(db, 9000), ==, 9000);
}

static void
run_sql(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    g_assert_cmpint(PQresultStatus(result), ==, PGRES_COMMAND_OK);
    PQclear(result);
}

/* A role that may have one connection: there is none for a copy, and the rows come all the same. */
static void
test_no_connection(const char *url)
{
    if (!is_pg(url))
        return;
    PGconn *conn = PQconnectdb(url);
    g_autofree char *role = g_strdup_printf("alone_%d", (int)getpid());
    g_autofree char *create = g_strconcat("CREATE ROLE ", role, " LOGIN CONNECTION LIMIT 1", NULL);
    g_autofree char *drop = g_strconcat("DROP ROLE ", role, NULL);
    run_sql(conn, create);
    {
        g_autoptr(GRegex) user = g_regex_new("user=[^&]*", 0, 0, NULL);
        g_autofree char *own = g_strconcat("user=", role, NULL);
        g_autofree char *alone = g_regex_replace_literal(user, url, -1, 0, own, 0, NULL);
        g_assert_cmpstr(alone, !=, url);
        g_autoptr(CxDb) db = cx_test_open(alone);
        g_autoptr(CxTxn) txn = read_txn(db);
        g_assert_cmpint(count_long(db, 9000), ==, 9000);
        assert_same(db, &(Params){ .word = "alone" });
    }
    run_sql(conn, drop);
    PQfinish(conn);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/db/copy/same", test_same);
    cx_test_engines_add("/db/copy/left", test_left);
    cx_test_engines_add_url("/db/copy/snapshot", test_snapshot);
    cx_test_engines_add_url("/db/copy/struck", test_struck);
    cx_test_engines_add_url("/db/copy/no-connection", test_no_connection);
    return g_test_run();
}
