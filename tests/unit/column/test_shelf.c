#include <glib.h>
#include <math.h>

#include "base/error.h"
#include "column/shelf.h"

typedef struct {
    gint n_loads;       /* atomic */
    gint n_at_once;     /* atomic: never above 1 for one survey */
    gint n_at_once_max; /* atomic */
    bool fails;
} Stored;

static CxFrame *
load(void *context, int64_t survey_id, CX_UNUSED const CxFrame *old, GError **error)
{
    Stored *stored = context;
    g_atomic_int_inc(&stored->n_loads);
    const gint now = g_atomic_int_add(&stored->n_at_once, 1) + 1;
    if (now > g_atomic_int_get(&stored->n_at_once_max))
        g_atomic_int_set(&stored->n_at_once_max, now);
    g_usleep(2000);
    g_atomic_int_add(&stored->n_at_once, -1);
    if (stored->fails) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_IO, "the disk is away");
        return NULL;
    }
    g_autofree char *key = g_strdup_printf("survey%d", (int)survey_id);
    g_autoptr(CxFrameBuilder) builder =
        cx_frame_builder_new(&(CxFrameSpec){ .survey = key, .title = key });
    return cx_frame_builder_end(builder, error);
}

static void
test_versions(void)
{
    Stored stored = { 0 };
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(load);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrame) first = cx_frame_shelf_take(shelf, 1, 7, &stored, &error);
    g_autoptr(CxFrame) same = cx_frame_shelf_take(shelf, 1, 7, &stored, &error);
    g_autoptr(CxFrame) older = cx_frame_shelf_take(shelf, 1, 6, &stored, &error);
    g_assert_true(first == same && first == older);
    g_assert_cmpint(stored.n_loads, ==, 1);
    g_autoptr(CxFrame) newer = cx_frame_shelf_take(shelf, 1, 8, &stored, &error);
    g_assert_true(newer != first);
    g_autoptr(CxFrame) other = cx_frame_shelf_take(shelf, 2, 8, &stored, &error);
    g_assert_cmpstr(cx_frame_survey(other), ==, "survey2");
    g_assert_cmpint(stored.n_loads, ==, 3);
    cx_frame_shelf_drop(shelf, 1);
    g_assert_cmpstr(cx_frame_survey(newer), ==, "survey1"); /* still ours */
    g_autoptr(CxFrame) again = cx_frame_shelf_take(shelf, 1, 8, &stored, &error);
    g_assert_cmpint(stored.n_loads, ==, 4);
}

static void
test_failure(void)
{
    Stored stored = { .fails = true };
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(load);
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_frame_shelf_take(shelf, 1, 1, &stored, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    stored.fails = false;
    g_autoptr(GError) again = NULL;
    g_autoptr(CxFrame) frame = cx_frame_shelf_take(shelf, 1, 1, &stored, &again);
    g_assert_nonnull(frame);
}

typedef struct {
    CxFrameShelf *shelf;
    Stored *stored;
} Taker;

static gpointer
take_often(gpointer data)
{
    const Taker *taker = data;
    for (int64_t version = 1; version <= 30; version++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxFrame) frame =
            cx_frame_shelf_take(taker->shelf, 5, version, taker->stored, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(cx_frame_survey(frame), ==, "survey5");
    }
    return NULL;
}

/* Eight threads want ever newer frames: one loads at a time, and no version twice. */
static void
test_threads(void)
{
    Stored stored = { 0 };
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(load);
    Taker taker = { shelf, &stored };
    GThread *threads[8];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("taker", take_often, &taker);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
    g_assert_cmpint(stored.n_at_once_max, ==, 1);
    g_assert_cmpint(stored.n_loads, <=, 30);
}

/* ---- A reader while a newer frame is made ---- */

typedef struct {
    GMutex lock;
    GCond changed;
    size_t n_rows;
    bool is_slow, is_begun, may_end; /* guarded by the lock */
} Slow;

static CxFrame *
large_frame(size_t n_rows)
{
    g_autoptr(CxFrameBuilder) builder =
        cx_frame_builder_new(&(CxFrameSpec){ .survey = "large", .title = "Large" });
    uint8_t version = 0;
    g_assert_true(cx_frame_builder_add_version(builder, "v", "V", &version, NULL));
    const CxFrameRow row = { .day = { 17106 }, .mode = CX_CODE_MISSING, .weight = (double)NAN };
    for (size_t i = 0; i < n_rows; i++)
        g_assert_true(cx_frame_builder_add_row(builder, &row, NULL));
    return cx_frame_builder_end(builder, NULL);
}

/* Does not end before it may. */
static CxFrame *
load_slowly(void *context, CX_UNUSED int64_t survey_id, CX_UNUSED const CxFrame *old,
            CX_UNUSED GError **error)
{
    Slow *slow = context;
    g_mutex_lock(&slow->lock);
    slow->is_begun = true;
    g_cond_broadcast(&slow->changed);
    while (slow->is_slow && !slow->may_end)
        g_cond_wait(&slow->changed, &slow->lock);
    g_mutex_unlock(&slow->lock);
    return large_frame(slow->n_rows);
}

typedef struct {
    CxFrameShelf *shelf;
    Slow *slow;
} Writer;

static gpointer
take_newer(gpointer data)
{
    const Writer *writer = data;
    return cx_frame_shelf_take(writer->shelf, 1, 2, writer->slow, NULL);
}

static void
slow_set(Slow *slow, bool *flag)
{
    g_mutex_lock(&slow->lock);
    *flag = true;
    g_cond_broadcast(&slow->changed);
    g_mutex_unlock(&slow->lock);
}

/* A page has the large frame that stands while the newer one is made; then the newer one. */
static void
test_standing(void)
{
    Slow slow = { .n_rows = CX_FRAME_STANDING_ROWS };
    g_mutex_init(&slow.lock);
    g_cond_init(&slow.changed);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(load_slowly);
    g_autoptr(CxFrame) first = cx_frame_shelf_take(shelf, 1, 1, &slow, NULL);
    slow.is_slow = true;
    slow.is_begun = false;
    Writer writer = { shelf, &slow };
    GThread *thread = g_thread_new("writer", take_newer, &writer);
    g_mutex_lock(&slow.lock);
    while (!slow.is_begun)
        g_cond_wait(&slow.changed, &slow.lock);
    g_mutex_unlock(&slow.lock);
    g_autoptr(CxFrame) standing = cx_frame_shelf_take_standing(shelf, 1, 2, &slow, NULL);
    g_assert_true(standing == first);
    slow_set(&slow, &slow.may_end);
    g_autoptr(CxFrame) newer = g_thread_join(thread);
    g_assert_true(newer != first);
    g_autoptr(CxFrame) after = cx_frame_shelf_take_standing(shelf, 1, 2, &slow, NULL);
    g_assert_true(after == newer);
    g_cond_clear(&slow.changed);
    g_mutex_clear(&slow.lock);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/column/shelf/versions", test_versions);
    g_test_add_func("/column/shelf/failure", test_failure);
    g_test_add_func("/column/shelf/standing", test_standing);
    g_test_add_func("/column/shelf/threads", test_threads);
    return g_test_run();
}
