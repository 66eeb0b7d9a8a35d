/* Margins change no number: slices over a frame that has them are those over one that has none, whichever
 * sets there was room for, also where rows came later and where the frame went through its segment. */
#include "make_frame.h"
#include "make_slice.h"

#include <glib/gstdio.h>
#include <string.h>

#include "column/frame_priv.h"
#include "column/margin_priv.h"
#include "column/segment.h"
#include "support/rounds.h"

static void
assert_same(const CxTallies *is, const CxTallies *wanted)
{
    tally_assert_same(&is->whole, &wanted->whole);
    g_assert_cmpint(is->n_ungrouped, ==, wanted->n_ungrouped);
    g_assert_cmpint(is->n_groups, ==, wanted->n_groups);
    for (size_t g = 0; g < wanted->n_groups; g++) {
        const CxTally *group = &wanted->groups[g];
        g_assert_cmpstr(is->groups[g].key, ==, group->key);
        tally_assert_same(&is->groups[g], group);
        g_assert_true(memcmp(is->groups[g].hist, group->hist, 256 * sizeof *group->hist) == 0);
    }
}

static void
assert_slices_same(const CxFrame *is, const CxFrame *wanted)
{
    for (unsigned i = 0; i < 12; i++) {
        g_autoptr(CxSlice) slice = slice_random(wanted);
        g_autoptr(CxTallies) by_margins = slice_run(is, slice);
        g_autoptr(CxTallies) by_rows = slice_run(wanted, slice);
        assert_same(by_margins, by_rows);
    }
}

/* From rows without units; weights are of no matter to slices that leave them out. */
static Made *
made_with_margins(size_t n_margins)
{
    Made *made = made_random((size_t)g_test_rand_int_range(2, 900),
                             g_test_rand_int_range(0, 4) == 0 ? MADE_WEIGHTS : 0);
    made->rows[0].day.v = 17106; /* the first there is, so that any row may follow */
    made->rows[0].weight = 1.0;
    made->n_margins = n_margins;
    return made;
}

/* Room for all sets, for some of them and for next to none. */
static size_t
any_room(void)
{
    static const size_t rooms[] = { 1, 200, 600, 2000, 100000 };
    return rooms[g_test_rand_int_range(0, G_N_ELEMENTS(rooms))];
}

static void
test_whole(void)
{
    for (int round = 0; round < cx_test_rounds(40); round++) {
        g_autoptr(Made) made = made_with_margins(any_room());
        g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
        g_assert_true((frame->margins != NULL) == (made->n_margins > 100));
        made->n_margins = 0;
        g_autoptr(CxFrame) plain = made_frame(made, 0, made->n);
        g_assert_null(plain->margins);
        assert_slices_same(frame, plain);
    }
}

static CxFrame *
kept(const CxFrame *frame)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("margin-XXXXXX", &error);
    g_assert_no_error(error);
    g_autofree char *path = g_build_filename(folder, "made.seg", NULL);
    g_assert_true(cx_segment_write(frame, path, "kept", &error));
    CxFrame *mapped = cx_segment_map(path, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_unlink(path) == 0 && g_rmdir(folder) == 0);
    return mapped;
}

static CxFrame *
continued(const CxFrame *frame, const Made *made, size_t begin, size_t end)
{
    g_autoptr(GError) error = NULL;
    CxFrame *more = made_frame_onto(frame, made, begin, end, &error);
    g_assert_no_error(error);
    return more;
}

static void
assert_same_cells(const CxMargins *is, const CxMargins *wanted)
{
    g_assert_true(cx_margins_n_bytes(is) == cx_margins_n_bytes(wanted));
    g_autofree uint32_t *cells = cx_margins_write(is);
    g_autofree uint32_t *others = cx_margins_write(wanted);
    g_assert_true(memcmp(cells, others, cx_margins_n_bytes(is)) == 0);
}

/* In three parts, the later ones put onto the first, with and without a segment in between; frames before
 * stay as they were, though they share months. */
static void
test_continued(void)
{
    for (int round = 0; round < cx_test_rounds(30); round++) {
        g_autoptr(Made) made = made_with_margins(any_room());
        const size_t a = (size_t)g_test_rand_int_range(1, (gint32)made->n);
        const size_t b = (size_t)g_test_rand_int_range((gint32)a, (gint32)made->n + 1);
        g_autoptr(CxFrame) first = made_frame(made, 0, a);
        g_autoptr(CxFrame) mapped = kept(first);
        g_autoptr(CxFrame) second = continued(round % 2 == 0 ? mapped : first, made, a, b);
        g_autoptr(CxFrame) third = continued(second, made, b, made->n);
        g_autoptr(CxFrame) whole = made_frame(made, 0, made->n);
        if (whole->margins != NULL)
            assert_same_cells(third->margins, whole->margins);
        g_autoptr(CxFrame) third_mapped = kept(third);
        made->n_margins = 0;
        g_autoptr(CxFrame) plain = made_frame(made, 0, made->n);
        g_autoptr(CxFrame) plain_first = made_frame(made, 0, a);
        assert_slices_same(third, plain);
        assert_slices_same(third_mapped, plain);
        assert_slices_same(mapped, plain_first);
    }
}

/* Rows of units are never counted beforehand: variance needs them. */
static void
test_units(void)
{
    g_autoptr(Made) made = made_random(60, MADE_UNITS);
    made->n_margins = 100000;
    g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
    g_assert_nonnull(frame->cluster);
    g_assert_null(frame->margins);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/column/margin/whole", test_whole);
    g_test_add_func("/column/margin/continued", test_continued);
    g_test_add_func("/column/margin/units", test_units);
    return g_test_run();
}
