/* The inside of ClickHouse, for what loads frames into it and what asks it. */
#pragma once

#include "base/limits.h"
#include "column/clickhouse.h"

/* The column of an answer: "i12". Borrowed from the arena. */
#define CX_CLICKHOUSE_ITEM "i%zu"

/* As cx_clickhouse_ask, of what goes over all rows of a table: waits as long as for a portion of rows.
 * (transfer full) */
CX_MUST_USE char *cx_clickhouse_ask_long(const CxClickhouse *clickhouse, size_t i_server,
                                         const char *sql, GError **error);
/* Sends data to the i-th server, for an INSERT. */
CX_MUST_USE bool cx_clickhouse_send(const CxClickhouse *clickhouse, size_t i_server,
                                    const char *sql, GByteArray *data, GError **error);
/* Something failed, which is told; for a while nothing should be asked. */
void cx_clickhouse_fail(CxClickhouse *clickhouse, const char *words);
bool cx_clickhouse_is_resting(CxClickhouse *clickhouse);

size_t cx_clickhouse_n_servers(const CxClickhouse *clickhouse);
/* Name of the cluster, or NULL: one server. */
const char *cx_clickhouse_cluster(const CxClickhouse *clickhouse);
const char *cx_clickhouse_database(const CxClickhouse *clickhouse);
