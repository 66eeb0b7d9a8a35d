#include "support/store.h"

#include <stddef.h>
#include <stdint.h>

#include "db/query.h"
#include "db/stmt.h"

/* Connections keep prepared statements by the query's address: each text has one for good. */
static const CxQuery *
query_of(const char *sql, const CxQueryField *columns, size_t n_columns)
{
    static GHashTable *queries = NULL;
    if (queries == NULL)
        queries = g_hash_table_new(g_str_hash, g_str_equal);
    CxQuery *query = g_hash_table_lookup(queries, sql);
    if (query == NULL) {
        const char *text = g_intern_string(sql);
        query = g_new(CxQuery, 1);
        *query = (CxQuery){ .name = text,
                            .sqlite = text,
                            .pg = text,
                            .columns = columns,
                            .n_columns = n_columns,
                            .scan_reason = "a test" };
        g_hash_table_insert(queries, (gpointer)(uintptr_t)text, query);
    }
    return query;
}

int64_t
cx_test_count(CxDb *db, const char *sql)
{
    typedef struct {
        int64_t n;
    } Row;
    static const CxQueryField columns[] = { { "n", CX_DB_INT, false, offsetof(Row, n) } };
    Row row = { 0 };
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_stmt_one(db, query_of(sql, columns, 1), NULL, &row, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return row.n;
}

void
cx_test_execute(CxDb *db, const char *sql)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_test_begin(db);
    const bool is_done = cx_stmt_run(db, query_of(sql, NULL, 0), NULL, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    cx_test_commit(&txn);
}

CxTxn *
cx_test_begin(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    CxTxn *txn = cx_txn_begin_write(db, &error);
    g_assert_no_error(error);
    return txn;
}

void
cx_test_commit(CxTxn **txn)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_txn_commit(txn, &error));
    g_assert_no_error(error);
}
