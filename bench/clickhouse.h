/* ClickHouse as a peer: the table that a frame's slices are pushed down to. One thread. */
#pragma once

#include <stdint.h>

#include "column/clickhouse.h"

/* Brings the frame's rows to the server that COALITION_TEST_CLICKHOUSE names, in one part; NULL, said on
 * standard error, where there is none. (transfer full) */
CxClickhouse *bench_clickhouse_start(const CxFrame *frame);
/* Asks a question of "frame", which stands for the frame's table, and reads a number; aborts without
 * one. */
uint64_t bench_clickhouse_ask(const CxClickhouse *clickhouse, const CxFrame *frame,
                              const char *sql);
