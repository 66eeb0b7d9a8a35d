/* The inside of a loading: its columns, and which rows are to be sent. */
#pragma once

#include "column/clickhouse_priv.h"

/* Bytes of a column's rows; months are made, the others lie in memory. */
typedef struct {
    char name[16];
    const char *type;
    const uint8_t *data; /* NULL: the month of each day */
    size_t row_bytes;
} CxClickhouseColumn;

typedef struct {
    size_t first, n;
} CxClickhouseRange;

typedef struct {
    const CxClickhouse *clickhouse;
    const CxFrame *frame;
    char *table; /* what is asked */
    char *part;  /* what rows are sent to, on each server */
    GArray *columns;
    GArray *ranges; /* of rows to send, in their order */
} CxClickhouseLoad;

/* Copies the days that a table of before has and that are the same there into the part, on each server, and takes
 * their rows out of the ranges. How many rows were copied; 0 when there is no such table or nothing in
 * common. */
CX_MUST_USE bool cx_clickhouse_copy_same(CxClickhouseLoad *load, size_t *ret_n_copied,
                                         GError **error);

/* The month of a row's day, as the column says it. */
int32_t cx_clickhouse_month(const CxFrame *frame, size_t row);
/* The fingerprint of the frame of the load's survey that a table belongs to, or NULL: none. (transfer full) */
char *cx_clickhouse_fingerprint_of(const CxClickhouseLoad *load, const char *table);
/* Names of a server's tables of frames, the newest first. (transfer full) */
CX_MUST_USE char **cx_clickhouse_tables(const CxClickhouse *clickhouse, size_t i_server,
                                        GError **error);
