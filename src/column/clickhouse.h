/* ClickHouse: where a frame's rows lie when slices over them are more than one machine should do
 * (docs/decisions/0076). The frame stays what it is; its slices are pushed down as SQL, and their tallies
 * are the same: counts and sums of whole numbers exactly, weighted sums within 1e-9.
 *
 * The address is http://USER:PASSWORD@HOST:PORT/DATABASE, or of a cluster of shards
 * http://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?cluster=NAME, the cluster as the servers'
 * configuration names it. Messages never say the password. Counted; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "column/frame.h"
#include "lang/lang.h"

#define CX_CLICKHOUSE_SHARDS_MAX 64

typedef struct CxClickhouse CxClickhouse;

/* Does not ask the server yet. INVALID for what is no such address. (transfer full) */
CX_MUST_USE CxClickhouse *cx_clickhouse_new(const char *address, GError **error);
CxClickhouse *cx_clickhouse_ref(CxClickhouse *clickhouse);
void cx_clickhouse_unref(CxClickhouse *clickhouse);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxClickhouse, cx_clickhouse_unref)

/* Who is told, in words, that slices are run here for a while, or that rows could not be brought. Any
 * thread. */
typedef void (*CxClickhouseTell)(const char *words);
void cx_clickhouse_set_tell(CxClickhouse *clickhouse, CxClickhouseTell tell);

/* Called between portions: rows sent of all there are. False ends the loading with CANCELLED. */
typedef bool (*CxClickhouseProgress)(void *context, size_t n_done, size_t n_rows);

/* Brings a frame's rows there, unless they are there already; tables of this survey beyond the newest
 * few are dropped. What was loaded counts once it is whole: a loading that was cut off leaves
 * nothing that is asked. Errors as cx_http_post's. */
CX_MUST_USE bool cx_clickhouse_load(const CxClickhouse *clickhouse, const CxFrame *frame,
                                    CxClickhouseProgress progress, void *context, GError **error);

/* Whether a frame's rows are there. */
CX_MUST_USE bool cx_clickhouse_find(const CxClickhouse *clickhouse, const CxFrame *frame,
                                    bool *ret_is_there, GError **error);

/* The table of a frame; where there are shards, the one that reaches all their parts. (transfer full) */
char *cx_clickhouse_table(const CxFrame *frame);

/* Asks the i-th server, 0 being the one that answers for all; the answer as text. Errors as
 * cx_http_post's. (transfer full) */
CX_MUST_USE char *cx_clickhouse_ask(const CxClickhouse *clickhouse, size_t i_server,
                                    const char *sql, GError **error);

/* From now on slices of this frame are asked there; once for a frame, whose rows must be there. A slice
 * that the server fails is run here, on the same rows, as are all until CX_CLICKHOUSE_REST_S later. */
void cx_frame_push_down(const CxFrame *frame, CxClickhouse *clickhouse);
