#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "db/migrate.h"
#include "db/stmt.h"
#include "db/txn.h"
#include "support/engines.h"

/* A schema of the test's own: every type, with and without NULL, and a table of parents. */
static const CxMigration steps[] = {
    { 1, "test", "0000000000000000000000000000000000000000000000000000000000000001",
      "CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
      " digest TEXT NOT NULL, applied_us INTEGER NOT NULL) STRICT;"
      "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
      "CREATE TABLE value (id INTEGER PRIMARY KEY, i INTEGER NOT NULL, oi INTEGER,"
      " x REAL NOT NULL, ox REAL, t TEXT NOT NULL, t_opt TEXT, b BLOB NOT NULL, ob BLOB,"
      " parent_id INTEGER REFERENCES parent (id), CHECK (i <> 13)) STRICT;",
      "CREATE TABLE schema_migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL,"
      " digest TEXT NOT NULL, applied_us BIGINT NOT NULL);"
      "CREATE TABLE parent (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
      "CREATE TABLE value (id BIGINT PRIMARY KEY, i BIGINT NOT NULL, oi BIGINT,"
      " x DOUBLE PRECISION NOT NULL, ox DOUBLE PRECISION, t TEXT NOT NULL, t_opt TEXT,"
      " b BYTEA NOT NULL, ob BYTEA, parent_id BIGINT REFERENCES parent (id), CHECK (i <> 13));" },
};

typedef struct {
    int64_t id;
    int64_t i;
    CxOptI64 oi;
    double x;
    CxOptReal ox;
    const char *t;
    const char *t_opt;
    CxBlob b;
    CxBlob ob;
    CxOptI64 parent_id;
} Value;

static const CxQueryField value_fields[] = {
    { "id", CX_DB_INT, false, offsetof(Value, id) },
    { "i", CX_DB_INT, false, offsetof(Value, i) },
    { "oi", CX_DB_INT, true, offsetof(Value, oi) },
    { "x", CX_DB_REAL, false, offsetof(Value, x) },
    { "ox", CX_DB_REAL, true, offsetof(Value, ox) },
    { "t", CX_DB_TEXT, false, offsetof(Value, t) },
    { "t_opt", CX_DB_TEXT, true, offsetof(Value, t_opt) },
    { "b", CX_DB_BLOB, false, offsetof(Value, b) },
    { "ob", CX_DB_BLOB, true, offsetof(Value, ob) },
    { "parent_id", CX_DB_INT, true, offsetof(Value, parent_id) },
};

#define COLUMNS "id, i, oi, x, ox, t, t_opt, b, ob, parent_id"

static const CxQuery value_add = {
    .name = "test/value_add",
    .sqlite = "INSERT INTO value (" COLUMNS ") VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
    .pg = "INSERT INTO value (" COLUMNS ") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
    .params = value_fields,
    .n_params = G_N_ELEMENTS(value_fields),
};

static const CxQuery value_list = {
    .name = "test/value_list",
    .sqlite = "SELECT " COLUMNS " FROM value ORDER BY id",
    .pg = "SELECT " COLUMNS " FROM value ORDER BY id",
    .columns = value_fields,
    .n_columns = G_N_ELEMENTS(value_fields),
};

static const CxQuery value_walk = {
    .name = "test/value_walk",
    .sqlite = "SELECT " COLUMNS " FROM value ORDER BY id",
    .pg = "SELECT " COLUMNS " FROM value ORDER BY id",
    .columns = value_fields,
    .n_columns = G_N_ELEMENTS(value_fields),
    .is_many = true,
};

/* Reads t as though it could not be NULL, and t_opt as a number. */
static const CxQueryField wrong_null[] = { { "t_opt", CX_DB_TEXT, false, 0 } };
static const CxQuery value_null = {
    .name = "test/value_null",
    .sqlite = "SELECT t_opt FROM value",
    .pg = "SELECT t_opt FROM value",
    .columns = wrong_null,
    .n_columns = 1,
};
static const CxQueryField wrong_type[] = { { "t", CX_DB_INT, false, 0 } };
static const CxQuery value_type = {
    .name = "test/value_type",
    .sqlite = "SELECT t FROM value",
    .pg = "SELECT t FROM value",
    .columns = wrong_type,
    .n_columns = 1,
};

typedef struct {
    int64_t n;
} Count;
static const CxQueryField count_fields[] = { { "n", CX_DB_INT, false, offsetof(Count, n) } };
static const CxQuery value_count = {
    .name = "test/value_count",
    .sqlite = "SELECT count(*) AS n FROM value",
    .pg = "SELECT count(*) AS n FROM value",
    .columns = count_fields,
    .n_columns = 1,
};

static const CxQuery value_delete = {
    .name = "test/value_delete",
    .sqlite = "DELETE FROM value RETURNING id AS n",
    .pg = "DELETE FROM value RETURNING id AS n",
    .columns = count_fields,
    .n_columns = 1,
};

typedef struct {
    int64_t id;
    const char *name;
} Parent;
static const CxQueryField parent_fields[] = {
    { "id", CX_DB_INT, false, offsetof(Parent, id) },
    { "name", CX_DB_TEXT, false, offsetof(Parent, name) },
};
static const CxQuery parent_add = {
    .name = "test/parent_add",
    .sqlite = "INSERT INTO parent (id, name) VALUES (?1, ?2)",
    .pg = "INSERT INTO parent (id, name) VALUES ($1, $2)",
    .params = parent_fields,
    .n_params = 2,
};

static const CxBlob no_bytes = { .data = "", .len_bytes = 0 };

static Value
plain_value(int64_t id)
{
    return (Value){ .id = id, .t = "plain", .b = no_bytes };
}

static CxDb *
open_test(const char *url, CxDbMode mode)
{
    g_autoptr(GError) error = NULL;
    gboolean is_done =
        cx_db_migrate_steps(url, steps, G_N_ELEMENTS(steps), (CxInstant){ 0 }, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    CxDb *db = cx_db_open(url, mode, &error);
    g_assert_no_error(error);
    return db;
}

static CxTxn *
begin(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    CxTxn *txn = cx_txn_begin_write(db, &error);
    g_assert_no_error(error);
    return txn;
}

static void
commit(CxTxn **txn)
{
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_txn_commit(txn, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static void
run(CxDb *db, const CxQuery *query, const void *params)
{
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_stmt_run(db, query, params, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static int64_t
count(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    Count row = { .n = -1 };
    const bool is_done = cx_stmt_one(db, &value_count, NULL, &row, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return row.n;
}

/* ---- Values ---- */

static void
assert_blob(CxBlob got, CxBlob want)
{
    g_assert_cmpint(got.data == NULL, ==, want.data == NULL);
    g_assert_cmpmem(got.data, (int)got.len_bytes, want.data, (int)want.len_bytes);
}

static void
assert_value(const Value *got, const Value *want)
{
    g_assert_cmpint(got->id, ==, want->id);
    g_assert_cmpint(got->i, ==, want->i);
    g_assert_cmpint(got->oi.is_set, ==, want->oi.is_set);
    if (want->oi.is_set)
        g_assert_cmpint(got->oi.v, ==, want->oi.v);
    g_assert_cmpmem(&got->x, sizeof(got->x), &want->x, sizeof(want->x));
    g_assert_cmpint(got->ox.is_set, ==, want->ox.is_set);
    if (want->ox.is_set)
        g_assert_cmpmem(&got->ox.v, sizeof(got->ox.v), &want->ox.v, sizeof(want->ox.v));
    g_assert_cmpstr(got->t, ==, want->t);
    g_assert_cmpstr(got->t_opt, ==, want->t_opt);
    assert_blob(got->b, want->b);
    assert_blob(got->ob, want->ob);
}

static void
test_values(const char *url)
{
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    char long_text[5000];
    memset(long_text, 'x', sizeof(long_text));
    long_text[sizeof(long_text) - 1] = '\0';
    const Value rows[] = {
        { .id = 1, .t = "", .b = no_bytes },
        { .id = 2,
          .i = INT64_MIN,
          .oi = CX_SOME_I64(INT64_MAX),
          .x = -0.5,
          .ox = CX_SOME_REAL(5e-324),
          .t = "Zürich 東京 🚆 \n'\"?1 $1 :a",
          .t_opt = "",
          .b = no_bytes,
          .ob = no_bytes },
        { .id = 3,
          .i = INT64_MAX,
          .oi = CX_SOME_I64(0),
          .x = 1.7976931348623157e308,
          .ox = CX_SOME_REAL(-1e-7),
          .t = long_text,
          .t_opt = "x",
          .b = { "\0\1\xff\0", 4 },
          .ob = { "\0", 1 } },
        { .id = 4,
          .i = -1,
          .x = (double)INFINITY,
          .ox = CX_SOME_REAL((double)-INFINITY),
          .t = "t",
          .b = { long_text, sizeof(long_text) } },
    };
    g_autoptr(CxTxn) txn = begin(db);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        run(db, &value_add, &rows[i]);
        g_assert_cmpint(cx_db_changes(db), ==, 1);
    }
    commit(&txn);

    const CxQuery *const lists[] = { &value_list, &value_walk };
    for (size_t i_list = 0; i_list < G_N_ELEMENTS(lists); i_list++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxTxn) reading = cx_txn_begin_read(db, &error);
        g_autoptr(CxStmt) stmt = cx_stmt_open(db, lists[i_list], NULL, &error);
        g_assert_no_error(error);
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
            Value row;
            g_assert_cmpint(cx_stmt_next(stmt, lists[i_list], &row, &error), ==, CX_STEP_ROW);
            assert_value(&row, &rows[i]);
        }
        Value untouched = { .id = 77 };
        for (int again = 0; again < 2; again++) {
            g_assert_cmpint(cx_stmt_next(stmt, lists[i_list], &untouched, &error), ==,
                            CX_STEP_DONE);
        }
        g_assert_cmpint(untouched.id, ==, 77);
    }
}

/* Writing while a result is being read changes nothing of the result, on both engines. */
static void
test_nested(const char *url)
{
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    g_autoptr(CxTxn) txn = begin(db);
    for (int64_t id = 1; id <= 3; id++) {
        const Value value = plain_value(id);
        run(db, &value_add, &value);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxStmt) outer = cx_stmt_open(db, &value_list, NULL, &error);
    g_assert_no_error(error);
    Value row;
    int64_t n_seen = 0;
    while (cx_stmt_next(outer, &value_list, &row, &error) == CX_STEP_ROW) {
        const Value added = plain_value(row.id + 100);
        run(db, &value_add, &added);
        g_autoptr(CxStmt) inner = cx_stmt_open(db, &value_list, NULL, &error);
        Value first;
        g_assert_cmpint(cx_stmt_next(inner, &value_list, &first, &error), ==, CX_STEP_ROW);
        g_assert_cmpint(first.id, ==, 1);
        n_seen++;
    }
    g_assert_no_error(error);
    g_assert_cmpint(n_seen, ==, 3);
    g_assert_cmpint(count(db), ==, 6);
}

/* More rows than one portion of a cursor, with a second statement running in between. */
static void
test_many(const char *url)
{
    enum { N = 9000 };
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    g_autoptr(CxTxn) txn = begin(db);
    for (int64_t id = 1; id <= N; id++) {
        Value value = plain_value(id);
        value.i = id * 7;
        run(db, &value_add, &value);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxStmt) stmt = cx_stmt_open(db, &value_walk, NULL, &error);
    g_assert_no_error(error);
    Value row;
    int64_t n = 0;
    while (cx_stmt_next(stmt, &value_walk, &row, &error) == CX_STEP_ROW) {
        g_assert_cmpint(row.i, ==, ++n * 7);
        if (n % 4096 == 0)
            g_assert_cmpint(count(db), ==, N);
    }
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, N);
    commit(&txn);

    /* Left half-way: the end of the scopes puts everything right. */
    g_autoptr(CxTxn) reading = cx_txn_begin_read(db, &error);
    g_autoptr(CxStmt) first = cx_stmt_open(db, &value_walk, NULL, &error);
    g_autoptr(CxStmt) second = cx_stmt_open(db, &value_walk, NULL, &error);
    g_assert_cmpint(cx_stmt_next(first, &value_walk, &row, &error), ==, CX_STEP_ROW);
    g_assert_cmpint(cx_stmt_next(second, &value_walk, &row, &error), ==, CX_STEP_ROW);
    g_assert_cmpint(row.id, ==, 1);
}

/* RETURNING has done its work when opened; its rows may be left unread. */
static void
test_returning(const char *url)
{
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    g_autoptr(CxTxn) txn = begin(db);
    for (int64_t id = 1; id <= 5; id++) {
        const Value value = plain_value(id);
        run(db, &value_add, &value);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxStmt) stmt = cx_stmt_open(db, &value_delete, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(cx_db_changes(db), ==, 5);
    Count row;
    g_assert_cmpint(cx_stmt_next(stmt, &value_delete, &row, &error), ==, CX_STEP_ROW);
    commit(&txn);
    g_assert_cmpint(count(db), ==, 0);
}

static void
test_wrong_columns(const char *url)
{
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    g_autoptr(CxTxn) txn = begin(db);
    const Value value = plain_value(1);
    run(db, &value_add, &value);
    commit(&txn);
    const CxQuery *const queries[] = { &value_null, &value_type };
    for (size_t i = 0; i < G_N_ELEMENTS(queries); i++) {
        g_autoptr(GError) error = NULL;
        char row[64] = "untouched";
        g_assert_false(cx_stmt_one(db, queries[i], NULL, row, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        g_assert_cmpstr(row, ==, "untouched");
    }
}

/* ---- Refusals ---- */

static void
test_refusals(const char *url)
{
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    g_autoptr(CxTxn) txn = begin(db);
    const Value one = plain_value(1);
    run(db, &value_add, &one);
    run(db, &parent_add, &(Parent){ .id = 1, .name = "a" });
    commit(&txn);

    const Value not_utf8 = { .id = 3, .t = "\xff\xfe", .b = no_bytes };
    const Value checked = { .id = 3, .i = 13, .t = "t", .b = no_bytes };
    const Value orphan = { .id = 3, .t = "t", .b = no_bytes, .parent_id = CX_SOME_I64(9) };
    const Value not_a_number = { .id = 3, .x = (double)NAN, .t = "t", .b = no_bytes };
    const Parent taken = { .id = 2, .name = "a" };
    const struct {
        const char *why;
        const CxQuery *query;
        const void *params;
        CxErrorCode code;
    } rows[] = {
        { "primary key taken", &value_add, &one, CX_ERROR_CONFLICT },
        { "unique value taken", &parent_add, &taken, CX_ERROR_CONFLICT },
        { "no such parent", &value_add, &orphan, CX_ERROR_CONFLICT },
        { "refused by a CHECK", &value_add, &checked, CX_ERROR_INVALID },
        { "not UTF-8", &value_add, &not_utf8, CX_ERROR_INVALID },
        { "not a number", &value_add, &not_a_number, CX_ERROR_INVALID },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GError) error = NULL;
        g_autoptr(CxTxn) failing = begin(db);
        g_assert_false(cx_stmt_run(db, rows[i].query, rows[i].params, &error));
        g_assert_error(error, CX_ERROR, (gint)rows[i].code);
        g_test_message("%s", error->message);

        /* The transaction is lost on both engines: nothing more runs, nothing is stored. */
        const Value next = plain_value(50);
        g_autoptr(GError) second = NULL;
        g_assert_false(cx_stmt_run(db, &value_add, &next, &second));
        g_assert_error(second, CX_ERROR, CX_ERROR_CONFLICT);
        g_autoptr(GError) third = NULL;
        g_assert_false(cx_txn_commit(&failing, &third));
        g_assert_error(third, CX_ERROR, CX_ERROR_CONFLICT);
        g_assert_null(failing);
        g_assert_cmpint(count(db), ==, 1);
    }
}

/* ---- Transactions ---- */

static void
add_and_leave(CxDb *db)
{
    g_autoptr(CxTxn) txn = begin(db);
    const Value value = plain_value(1);
    run(db, &value_add, &value);
    g_assert_true(cx_db_is_writing(db));
    g_assert_cmpint(count(db), ==, 1);
}

static void
test_rollback(const char *url)
{
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    add_and_leave(db);
    g_assert_false(cx_db_is_writing(db));
    g_assert_cmpint(count(db), ==, 0);
}

static void
test_isolation(const char *url)
{
    g_autoptr(CxDb) writer = open_test(url, CX_DB_WRITE);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) reader = cx_db_open(url, CX_DB_READ, &error);
    g_assert_no_error(error);

    g_autoptr(CxTxn) reading = cx_txn_begin_read(reader, &error);
    g_assert_cmpint(count(reader), ==, 0);
    g_autoptr(CxTxn) txn = begin(writer);
    const Value value = plain_value(1);
    run(writer, &value_add, &value);
    g_assert_cmpint(count(reader), ==, 0);
    commit(&txn);
    g_assert_cmpint(count(reader), ==, 0); /* still the state it began with */
    commit(&reading);
    g_assert_cmpint(count(reader), ==, 1);
}

/* ---- Programmer errors ---- */

static void
misuse_nested(CxDb *db)
{
    g_autoptr(CxTxn) txn = begin(db);
    g_autoptr(CxTxn) second = begin(db);
}

static void
misuse_write_outside(CxDb *db)
{
    const Value value = plain_value(1);
    run(db, &value_add, &value);
}

static void
misuse_write_in_read(CxDb *db)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_read(db, NULL);
    const Value value = plain_value(1);
    run(db, &value_add, &value);
}

static void
misuse_null(CxDb *db)
{
    g_autoptr(CxTxn) txn = begin(db);
    run(db, &value_add, &(Value){ .id = 1, .b = no_bytes });
}

static void
misuse_many(CxDb *db)
{
    g_autoptr(CxStmt) stmt = cx_stmt_open(db, &value_walk, NULL, NULL);
}

static void
misuse_next(CxDb *db)
{
    g_autoptr(CxStmt) stmt = cx_stmt_open(db, &value_list, NULL, NULL);
    Value row;
    (void)!cx_stmt_next(stmt, &value_walk, &row, NULL);
}

static void
misuse_commit(CxDb *db)
{
    g_autoptr(CxTxn) txn = begin(db);
    const Value value = plain_value(1);
    run(db, &value_add, &value);
    g_autoptr(CxStmt) stmt = cx_stmt_open(db, &value_walk, NULL, NULL);
    commit(&txn);
}

static const struct {
    const char *name;
    void (*func)(CxDb *db);
    const char *words;
} misuses[] = {
    { "nested", misuse_nested, "*inside the one begun at*" },
    { "write outside", misuse_write_outside, "*value_add writes and needs a write transaction*" },
    { "write in read", misuse_write_in_read, "*value_add writes and needs a write transaction*" },
    { "null", misuse_null, "*parameter t is NULL*" },
    { "many", misuse_many, "*needs a transaction*" },
    { "next", misuse_next, "*a row of test/value_walk was read from test/value_list*" },
    { "commit", misuse_commit, "*ends with a statement still reading*" },
};

/* Runs in a process of its own, which is meant to die. */
static void
test_misuse_subprocess(void)
{
    const char *name = g_getenv("CX_TEST_MISUSE");
    if (!g_test_subprocess() || name == NULL)
        return;
    g_autoptr(CxDb) db = cx_db_open(g_getenv("CX_TEST_URL"), CX_DB_WRITE, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(misuses); i++) {
        if (strcmp(misuses[i].name, name) == 0)
            misuses[i].func(db);
    }
}

static void
test_misuse(const char *url)
{
    g_autoptr(CxDb) db = open_test(url, CX_DB_WRITE);
    g_setenv("CX_TEST_URL", url, TRUE);
    for (size_t i = 0; i < G_N_ELEMENTS(misuses); i++) {
        g_setenv("CX_TEST_MISUSE", misuses[i].name, TRUE);
        g_test_trap_subprocess("/db/misuse/subprocess", 0, 0);
        g_test_trap_assert_failed();
        g_test_trap_assert_stderr(misuses[i].words);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_empty("/db/stmt/values", test_values);
    cx_test_engines_add_empty("/db/stmt/nested", test_nested);
    cx_test_engines_add_empty("/db/stmt/many", test_many);
    cx_test_engines_add_empty("/db/stmt/returning", test_returning);
    cx_test_engines_add_empty("/db/stmt/wrong-columns", test_wrong_columns);
    cx_test_engines_add_empty("/db/stmt/refusals", test_refusals);
    cx_test_engines_add_empty("/db/txn/rollback", test_rollback);
    cx_test_engines_add_empty("/db/txn/isolation", test_isolation);
    cx_test_engines_add_empty("/db/misuse", test_misuse);
    g_test_add_func("/db/misuse/subprocess", test_misuse_subprocess);
    return g_test_run();
}
