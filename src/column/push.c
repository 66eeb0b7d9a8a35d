#include "column/push.h"

#include <stdbool.h>

#include "base/error.h"
#include "column/clickhouse_priv.h"

struct CxPush {
    CxClickhouse *clickhouse;
    GThreadPool *thread; /* of one, which takes frames; NULL: nothing is brought there */
    int is_ending;       /* atomic */
};

CxPush *
cx_push_new(CxClickhouse *clickhouse)
{
    CxPush *push = g_new0(CxPush, 1);
    push->clickhouse = cx_clickhouse_ref(clickhouse);
    return push;
}

void
cx_push_free(CxPush *push)
{
    if (push == NULL)
        return;
    g_atomic_int_set(&push->is_ending, 1);
    if (push->thread != NULL)
        g_thread_pool_free(push->thread, FALSE, TRUE); /* what waits is given back at once */
    cx_clickhouse_unref(push->clickhouse);
    g_free(push);
}

CxClickhouse *
cx_push_clickhouse(const CxPush *push)
{
    return push->clickhouse;
}

static bool
go_on(void *context, size_t n_done CX_UNUSED, size_t n_rows CX_UNUSED)
{
    CxPush *push = context;
    return g_atomic_int_get(&push->is_ending) == 0;
}

static void
fail(CxPush *push, const CxFrame *frame, const GError *error)
{
    g_autofree char *words =
        g_strdup_printf("slices of %s are run here: %s", cx_frame_survey(frame), error->message);
    cx_clickhouse_fail(push->clickhouse, words);
}

static void
bring(gpointer data, gpointer context)
{
    g_autoptr(CxFrame) frame = data;
    CxPush *push = context;
    g_autoptr(GError) error = NULL;
    if (!go_on(push, 0, 0))
        return;
    if (cx_clickhouse_load(push->clickhouse, frame, go_on, push, &error))
        cx_frame_push_down(frame, push->clickhouse);
    else if (!g_error_matches(error, CX_ERROR, CX_ERROR_CANCELLED))
        fail(push, frame, error);
}

void
cx_push_start(CxPush *push)
{
    /* Fails only for threads of the pool alone, which this is not. */
    push->thread = g_thread_pool_new(bring, push, 1, FALSE, NULL);
}

void
cx_push_frame(CxPush *push, const CxFrame *frame)
{
    bool is_there = false;
    g_autoptr(GError) error = NULL;
    if (cx_frame_n_rows(frame) == 0)
        return;
    if (!cx_clickhouse_find(push->clickhouse, frame, &is_there, &error)) {
        fail(push, frame, error);
        return;
    }
    if (is_there) {
        cx_frame_push_down(frame, push->clickhouse);
    } else if (push->thread != NULL) {
        /* Cannot fail, as above. */
        (void)g_thread_pool_push(push->thread, cx_frame_ref(frame), NULL);
    }
}
