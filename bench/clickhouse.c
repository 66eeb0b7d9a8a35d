#include "clickhouse.h"

#include "column/clickhouse.h"

CxClickhouse *
bench_clickhouse_start(const CxFrame *frame)
{
    const char *address = g_getenv("COALITION_TEST_CLICKHOUSE");
    if (address == NULL) {
        g_printerr("left out: ClickHouse (COALITION_TEST_CLICKHOUSE is not set)\n");
        return NULL;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxClickhouse) clickhouse = cx_clickhouse_new(address, &error);
    g_assert_no_error(error);
    const bool is_loaded = cx_clickhouse_load(clickhouse, frame, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(is_loaded);
    g_autofree char *table = cx_clickhouse_table(frame);
    g_autofree char *merge = g_strconcat("OPTIMIZE TABLE ", table, " FINAL", NULL);
    g_autofree char *merged = cx_clickhouse_ask(clickhouse, 0, merge, &error);
    g_assert_no_error(error);
    return g_steal_pointer(&clickhouse);
}

uint64_t
bench_clickhouse_ask(const CxClickhouse *clickhouse, const CxFrame *frame, const char *sql)
{
    g_autofree char *table = cx_clickhouse_table(frame);
    g_auto(GStrv) parts = g_strsplit(sql, "frame", -1);
    g_autofree char *own = g_strjoinv(table, parts);
    g_autoptr(GError) error = NULL;
    g_autofree char *answer = cx_clickhouse_ask(clickhouse, 0, own, &error);
    g_assert_no_error(error);
    return (uint64_t)g_ascii_strtoll(answer, NULL, 10);
}
