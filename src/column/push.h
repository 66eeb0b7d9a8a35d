/* Frames on their way to ClickHouse (column/clickhouse.h).
 *
 * A frame whose rows are there is asked there from the moment it is made. One whose rows are not is
 * brought there on a thread of its own, where one was started, and asked here until it is whole.
 * Whatever fails is told (cx_clickhouse_set_tell): slices are then run here, slower and the same. Any
 * thread. */
#pragma once

#include "column/clickhouse.h"
#include "column/frame.h"
#include "lang/lang.h"

typedef struct CxPush CxPush;

CxPush *cx_push_new(CxClickhouse *clickhouse);
/* Ends a loading under way, which leaves nothing behind, and waits for that. */
void cx_push_free(CxPush *push);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxPush, cx_push_free)

/* From now on frames are brought there, one after the other. Before other threads know of it. */
void cx_push_start(CxPush *push);

/* Borrowed. */
CxClickhouse *cx_push_clickhouse(const CxPush *push);

/* A frame was made. */
void cx_push_frame(CxPush *push, const CxFrame *frame);
