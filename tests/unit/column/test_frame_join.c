/* A frame continued is the frame made of all rows: cut anywhere, mapped or not, once or often. */
#include "make_frame.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "column/segment.h"

typedef struct {
    char *folder, *path;
} Place;

static void
place_make(Place *place, CX_UNUSED const void *data)
{
    place->folder = g_dir_make_tmp("join-XXXXXX", NULL);
    g_assert_true(place->folder != NULL);
    place->path = g_build_filename(place->folder, "made.seg", NULL);
}

static void
place_clear(Place *place, CX_UNUSED const void *data)
{
    (void)g_unlink(place->path);
    g_assert_true(g_rmdir(place->folder) == 0);
    g_free(place->path);
    g_free(place->folder);
}

static bool
has_column(const void *a, const void *b, size_t n_bytes)
{
    return (a == NULL) == (b == NULL) && (a == NULL || memcmp(a, b, n_bytes) == 0);
}

static void
assert_same(const CxFrame *is, const CxFrame *wanted)
{
    const size_t n = cx_frame_n_rows(wanted);
    g_assert_true(cx_frame_n_rows(is) == n);
    g_assert_true(cx_frame_first_day(is).v == cx_frame_first_day(wanted).v);
    g_assert_true(cx_frame_last_day(is).v == cx_frame_last_day(wanted).v);
    g_assert_true(cx_frame_n_clusters(is) == cx_frame_n_clusters(wanted));
    g_assert_true(has_column(cx_frame_days(is), cx_frame_days(wanted), n * sizeof(uint16_t)));
    g_assert_true(has_column(cx_frame_versions(is), cx_frame_versions(wanted), n));
    g_assert_true(has_column(cx_frame_modes(is), cx_frame_modes(wanted), n));
    g_assert_true(has_column(cx_frame_weights(is), cx_frame_weights(wanted), n * sizeof(double)));
    g_assert_true(
        has_column(cx_frame_clusters(is), cx_frame_clusters(wanted), n * sizeof(uint32_t)));
    for (size_t i = 0; i < MADE_ITEMS; i++)
        g_assert_true(has_column(cx_frame_answers(is, i), cx_frame_answers(wanted, i), n));
    g_assert_cmpstr(cx_frame_fingerprint(is), ==, cx_frame_fingerprint(wanted));
}

/* The frame as it comes back from its segment. */
static CxFrame *
kept(const Place *place, const CxFrame *frame)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_segment_write(frame, place->path, "kept", &error));
    CxFrame *mapped = cx_segment_map(place->path, NULL, &error);
    g_assert_no_error(error);
    return mapped;
}

/* A survey whose first row is of its first day, so that any row may follow. */
static Made *
made_from_first_day(size_t n, unsigned what)
{
    Made *made = made_random(n, what);
    made->rows[0].day.v = 17106;
    if ((what & MADE_UNITS) != 0)
        made->rows[0].is_named = true;
    if ((what & MADE_WEIGHTS) != 0)
        made->rows[0].weight = 1.5;
    return made;
}

/* In parts, each onto the ones before; some of them go through the segment. */
static void
test_parts(Place *place, CX_UNUSED const void *data)
{
    for (unsigned i = 0; i < 60; i++) {
        const size_t n = (size_t)g_test_rand_int_range(2, i % 4 == 0 ? 30000 : 400);
        g_autoptr(Made) made = made_from_first_day(n, i % 8);
        size_t end = (size_t)g_test_rand_int_range(1, (gint32)n);
        g_autoptr(CxFrame) frame = made_frame(made, 0, end);
        while (end < n) {
            if (g_test_rand_int_range(0, 2) == 0) {
                CxFrame *mapped = kept(place, frame);
                assert_same(mapped, frame);
                cx_frame_unref(frame);
                frame = mapped;
            }
            g_autoptr(GError) error = NULL;
            const size_t next = (size_t)g_test_rand_int_range((gint32)end, (gint32)n + 1);
            CxFrame *more = made_frame_onto(frame, made, end, next, &error);
            g_assert_no_error(error);
            cx_frame_unref(frame);
            frame = more;
            end = next;
        }
        g_autoptr(CxFrame) whole = made_frame(made, 0, n);
        assert_same(frame, whole);
    }
}

/* What follows in time leaves nearly all of the columns where they are in the file, and the frame that was
 * continued as it is. */
static void
test_later(Place *place, CX_UNUSED const void *data)
{
    const size_t n = 60000, n_first = 50000;
    g_autoptr(Made) made = made_from_first_day(n, MADE_UNITS);
    for (size_t r = n_first; r < n; r++)
        made->rows[r].day.v = 20000 + (int32_t)(r % 3);
    g_autoptr(CxFrame) first = made_frame(made, 0, n_first);
    g_autoptr(CxFrame) mapped = kept(place, first);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrame) both = made_frame_onto(mapped, made, n_first, n, &error);
    g_assert_no_error(error);
    g_assert_true(cx_frame_n_late(both) == n - n_first);
    assert_same(mapped, first);
    cx_frame_unref(g_steal_pointer(&mapped)); /* the pages are held by who uses them */
    (void)g_unlink(place->path);
    g_autoptr(CxFrame) whole = made_frame(made, 0, n);
    assert_same(both, whole);
}

static void
assert_refused(const CxFrame *base, const Made *made)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(made_frame_onto(base, made, 0, made->n, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
}

static void
test_refused(CX_UNUSED Place *place, CX_UNUSED const void *data)
{
    g_autoptr(Made) plain = made_from_first_day(50, 0);
    g_autoptr(CxFrame) base = made_frame(plain, 0, plain->n);
    g_autoptr(Made) weighted = made_from_first_day(5, MADE_WEIGHTS);
    assert_refused(base, weighted);
    g_autoptr(Made) in_units = made_from_first_day(5, MADE_UNITS);
    assert_refused(base, in_units);
    g_autoptr(Made) before = made_from_first_day(5, 0);
    before->rows[3].day.v = 17105;
    assert_refused(base, before);
    g_autoptr(Made) long_after = made_from_first_day(5, 0);
    long_after->rows[3].day.v = 17106 + CX_FRAME_DAYS_MAX;
    long_after->rows[0].day = long_after->rows[3].day;
    assert_refused(base, long_after);
}

static void
add(const char *name, void (*test)(Place *, const void *))
{
    g_test_add(name, Place, NULL, place_make, test, place_clear);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/column/frame-join/parts", test_parts);
    add("/column/frame-join/later", test_later);
    add("/column/frame-join/refused", test_refused);
    return g_test_run();
}
