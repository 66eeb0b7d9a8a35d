/* Slices over random frames agree with a twin that reads row by row and knows nothing of columns. */
#include "make_frame.h"
#include "make_slice.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "column/run.h"
#include "support/rounds.h"

/* ---- The twin ---- */

/* Scores of an answer, or NaN where it is not one: written out, item by item. */
static double
twin_score(const CxSlice *slice, uint8_t code)
{
    const char *item = slice->question == NULL ? "recommend" : slice->question;
    if (code == CX_CODE_MISSING || code == CX_CODE_NOT_APPLICABLE)
        return NAN;
    switch (slice->measure) {
    case CX_SLICE_NPS:
        return code >= 9 ? 100 : code <= 6 ? -100 : 0;
    case CX_SLICE_MEAN:
        return strcmp(item, "effort") == 0 ? 8 - code : code;
    case CX_SLICE_TOP2:
        if (strcmp(item, "effort") == 0)
            return code <= 2;
        return strcmp(item, "overall") == 0 ? code >= 4 : code >= 9;
    case CX_SLICE_SHARE:
        if (strcmp(item, "terminal") == 0)
            return code == 7 || code == 1; /* international_a_g,t1 */
        return code == 4 || code == 5;     /* 4,5 */
    case CX_SLICE_COUNT:
    case CX_SLICE_MEASURE_N:
        break;
    }
    return 1;
}

static size_t
twin_item(const CxSlice *slice)
{
    static const char *const keys[] = { "recommend", "overall", "effort", "terminal", "bags" };
    const char *item = slice->question == NULL ? "recommend" : slice->question;
    for (size_t i = 0; i < MADE_ITEMS; i++) {
        if (strcmp(keys[i], item) == 0)
            return i;
    }
    g_assert_not_reached();
}

static const char *
twin_code_key(const char *dimension, const MadeRow *row)
{
    if (strcmp(dimension, "version") == 0)
        return row->version == 0 ? "2017" : "2018";
    if (strcmp(dimension, "mode") == 0) {
        static const char *const keys[] = { "self", "interview", "phone" };
        return row->mode == CX_CODE_MISSING ? NULL : keys[row->mode];
    }
    if (strcmp(dimension, "terminal") == 0) {
        const uint8_t code = row->answers[3];
        return code == 1 ? "t1" : code == 3 ? "t3" : code == 7 ? "international_a_g" : NULL;
    }
    const uint8_t code = row->answers[4];
    return code == 0 ? "no" : code == 1 ? "yes" : NULL;
}

static bool
twin_keeps(const CxSlice *slice, const MadeRow *row)
{
    if (!cx_day_is_none(slice->from) && row->day.v < slice->from.v)
        return false;
    if (!cx_day_is_none(slice->to) && row->day.v > slice->to.v)
        return false;
    for (guint i = 0; i < slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(slice->filters, i);
        const char *key = twin_code_key(filter->item, row);
        if (key == NULL || !g_strv_contains((const gchar *const *)filter->values, key))
            return false;
    }
    return true;
}

/* Key of a row's group; NULL: in none. */
static char *
twin_group(const CxSlice *slice, const MadeRow *row)
{
    const CxCivil civil = cx_day_civil(row->day);
    switch (slice->by) {
    case CX_SLICE_BY_VERSION:
        return g_strdup(twin_code_key("version", row));
    case CX_SLICE_BY_MODE:
        return g_strdup(twin_code_key("mode", row));
    case CX_SLICE_BY_ITEM:
        return g_strdup(twin_code_key(slice->by_item, row));
    case CX_SLICE_BY_MONTH:
        return g_strdup_printf("%d-%02d", civil.year, civil.month);
    case CX_SLICE_BY_QUARTER:
        return g_strdup_printf("%d-q%d", civil.year, (civil.month + 2) / 3);
    case CX_SLICE_BY_YEAR:
        return g_strdup_printf("%d", civil.year);
    case CX_SLICE_BY_NONE:
    case CX_SLICE_BY_N:
        break;
    }
    return NULL;
}

typedef struct {
    CxTally sums;
    GHashTable *w, *wu; /* of unit text → double *; NULL keys are not used */
} Twin;

static double *
unit_sum(GHashTable *sums, const char *unit)
{
    double *sum = g_hash_table_lookup(sums, unit);
    if (sum == NULL) {
        sum = g_new0(double, 1);
        g_hash_table_insert(sums, g_strdup(unit), sum);
    }
    return sum;
}

/* Adds a row that is kept and in the group. */
static void
twin_add(Twin *twin, const CxSlice *slice, bool is_weighted, size_t r, const MadeRow *row)
{
    const bool is_plain_count = slice->measure == CX_SLICE_COUNT && slice->question == NULL;
    const uint8_t code = is_plain_count ? 0 : row->answers[twin_item(slice)];
    const double u = is_plain_count ? 1.0 : twin_score(slice, code);
    CxTally *sums = &twin->sums;
    sums->n_rows++;
    sums->n_not_applicable += code == CX_CODE_NOT_APPLICABLE;
    sums->n_missing += code == CX_CODE_MISSING;
    if (isnan(u))
        return;
    if (is_weighted && isnan(row->weight)) {
        sums->n_unweighable++;
        return;
    }
    const double w = is_weighted ? row->weight : 1.0;
    sums->n++;
    sums->promoters += slice->measure == CX_SLICE_NPS && u > 50;
    sums->passives += slice->measure == CX_SLICE_NPS && fabs(u) < 50;
    sums->detractors += slice->measure == CX_SLICE_NPS && u < -50;
    sums->hits += (slice->measure == CX_SLICE_TOP2 || slice->measure == CX_SLICE_SHARE) && u > .5;
    sums->w += w;
    sums->ww += w * w;
    sums->wu += w * u;
    sums->wuu += w * u * u;
    g_autofree char *unit =
        row->is_named ? g_strdup_printf("named %s", row->unit) : g_strdup_printf("row %zu", r);
    *unit_sum(twin->w, unit) += w;
    *unit_sum(twin->wu, unit) += w * u;
}

static Twin
twin_tally(const Made *made, const CxSlice *slice, const char *group)
{
    Twin twin = { .w = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                  .wu = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free) };
    bool has_weights = false;
    for (size_t r = 0; r < made->n; r++)
        has_weights = has_weights || !isnan(made->rows[r].weight);
    const bool is_weighted =
        slice->weighting == CX_SLICE_WEIGHTED ||
        (slice->weighting == CX_SLICE_DECLARED && made->is_weighted && has_weights);
    for (size_t r = 0; r < made->n; r++) {
        g_autofree char *own = twin_group(slice, &made->rows[r]);
        if (twin_keeps(slice, &made->rows[r]) && (group == NULL || g_strcmp0(own, group) == 0))
            twin_add(&twin, slice, is_weighted, r, &made->rows[r]);
    }
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, twin.w);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const double w = *(double *)value;
        const double s = *unit_sum(twin.wu, key);
        twin.sums.clusters++;
        twin.sums.ss += s * s;
        twin.sums.sw += s * w;
        twin.sums.ww_cluster += w * w;
    }
    return twin;
}

static void
twin_clear(Twin *twin)
{
    g_hash_table_unref(twin->w);
    g_hash_table_unref(twin->wu);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Twin, twin_clear)

static void
test_twin(void)
{
    for (int round = 0; round < cx_test_rounds(400); round++) {
        g_autoptr(Made) made = made_any();
        g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
        g_autoptr(CxSlice) slice = slice_random(frame);
        g_autoptr(CxTallies) tallies = slice_run(frame, slice);
        g_auto(Twin) whole = twin_tally(made, slice, NULL);
        tally_assert_same(&tallies->whole, &whole.sums);

        int64_t n_grouped = 0;
        for (size_t g = 0; g < tallies->n_groups; g++) {
            const CxTally *group = &tallies->groups[g];
            g_auto(Twin) twin = twin_tally(made, slice, group->key);
            g_assert_cmpint(group->n_rows, >, 0);
            tally_assert_same(group, &twin.sums);
            n_grouped += group->n_rows;
        }
        if (slice->by != CX_SLICE_BY_NONE)
            g_assert_cmpint(n_grouped + tallies->n_ungrouped, ==, tallies->whole.n_rows);
    }
}

/* The order rows were added in changes nothing. */
static void
test_permute(void)
{
    for (int round = 0; round < cx_test_rounds(60); round++) {
        g_autoptr(Made) made = made_any();
        g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
        g_autoptr(CxSlice) slice = slice_random(frame);
        g_autoptr(CxTallies) before = slice_run(frame, slice);
        made_shuffle(made);
        g_autoptr(CxFrame) shuffled = made_frame(made, 0, made->n);
        g_autoptr(CxTallies) after = slice_run(shuffled, slice);
        tally_assert_same(&after->whole, &before->whole);
        g_assert_cmpint(after->n_groups, ==, before->n_groups);
        for (size_t g = 0; g < after->n_groups; g++) {
            g_assert_cmpstr(after->groups[g].key, ==, before->groups[g].key);
            tally_assert_same(&after->groups[g], &before->groups[g]);
        }
    }
}

/* A survey cut in two: the parts' counts and sums add up. */
static void
test_split(void)
{
    for (int round = 0; round < cx_test_rounds(100); round++) {
        g_autoptr(Made) made = made_random((size_t)g_test_rand_int_range(2, 300), MADE_WEIGHTS);
        const size_t cut = (size_t)g_test_rand_int_range(1, (gint32)made->n);
        g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
        g_autoptr(CxFrame) a = made_frame(made, 0, cut);
        g_autoptr(CxFrame) b = made_frame(made, cut, made->n);
        if (cx_frame_weights(a) == NULL || cx_frame_weights(b) == NULL)
            continue;
        g_autoptr(CxSlice) slice = slice_random(frame);
        g_autoptr(CxTallies) whole = slice_run(frame, slice);
        g_autoptr(CxTallies) first = slice_run(a, slice);
        g_autoptr(CxTallies) second = slice_run(b, slice);
        CxTally sum = first->whole;
        const CxTally *add = &second->whole;
        sum.n_rows += add->n_rows, sum.n += add->n, sum.n_missing += add->n_missing;
        sum.n_not_applicable += add->n_not_applicable, sum.n_unweighable += add->n_unweighable;
        sum.promoters += add->promoters, sum.passives += add->passives;
        sum.detractors += add->detractors, sum.hits += add->hits;
        sum.w += add->w, sum.ww += add->ww, sum.wu += add->wu, sum.wuu += add->wuu;
        tally_assert_counts(&whole->whole, &sum);
        tally_assert_sums(&whole->whole, &sum);
    }
}

/* Another measure of what was counted is what counting again would say; of rows that must be seen there is
 * none. */
static void
test_measured(void)
{
    for (int round = 0; round < cx_test_rounds(200); round++) {
        g_autoptr(Made) made = made_any();
        g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
        g_autoptr(CxSlice) slice = slice_random(frame);
        g_autoptr(CxSlice) counted = cx_slice_copy(slice);
        if (counted->question == NULL && counted->measure != CX_SLICE_COUNT)
            counted->question = g_strdup("recommend");
        counted->measure = CX_SLICE_COUNT;
        g_clear_pointer(&counted->answers, g_strfreev);
        g_autoptr(CxTallies) counts = slice_run(frame, counted);
        g_autoptr(CxTallies) wanted = slice_run(frame, slice);
        g_autoptr(CxTallies) is = cx_tallies_measure(counts, slice);
        const bool is_plain = !wanted->is_weighted && cx_frame_clusters(frame) == NULL;
        g_assert_true((is != NULL) == (is_plain && wanted->item != NULL));
        if (is == NULL)
            continue;
        g_clear_pointer(&counts, cx_tallies_unref);
        tally_assert_same(&is->whole, &wanted->whole);
        g_assert_cmpint(is->n_ungrouped, ==, wanted->n_ungrouped);
        g_assert_cmpint(is->n_groups, ==, wanted->n_groups);
        tally_assert_near(is->hi, wanted->hi);
        for (size_t g = 0; g < is->n_groups; g++) {
            g_assert_cmpstr(is->groups[g].label, ==, wanted->groups[g].label);
            g_assert_true(is->groups[g].is_simple == wanted->groups[g].is_simple);
            tally_assert_same(&is->groups[g], &wanted->groups[g]);
        }
    }
}

/* Six rows by hand, so that the twin is not the only witness. */
static void
test_by_hand(void)
{
    MadeRow rows[] = {
        { { 17167 }, 0, 0, 1.0, "a", true, { 10, 5, 1, 1, 1 } }, /* 1 Jan 2017 */
        { { 17167 }, 0, 1, 2.0, "a", true, { 9, 4, 2, 3, 0 } },
        { { 17200 }, 0, 0, .5, "", true, { 7, 3, 7, 7, 1 } }, /* 3 Feb 2017 */
        { { 17201 }, 1, 2, 1.5, "", true, { 0, 1, 4, 0xFF, 0 } },
        { { 17257 }, 1, 0xFF, 1.0, "b", true, { 0xFF, 0xFE, 3, 1, 1 } }, /* 1 Apr 2017 */
        { { 17257 }, 1, 0, 1.0, "b", true, { 6, 2, 0xFF, 1, 0 } },
    };
    Made made = { rows, G_N_ELEMENTS(rows), true, 0 };
    g_autoptr(CxFrame) frame = made_frame(&made, 0, made.n);
    g_autoptr(CxSlice) slice = slice_of("measure=nps&group=quarter", frame);
    g_autoptr(CxTallies) nps = slice_run(frame, slice);
    g_assert_true(nps->is_weighted);
    g_assert_cmpint(nps->whole.n, ==, 5);
    g_assert_cmpint(nps->whole.promoters, ==, 2);
    g_assert_cmpint(nps->whole.passives, ==, 1);
    g_assert_cmpint(nps->whole.detractors, ==, 2);
    g_assert_cmpint(nps->whole.n_missing, ==, 1);
    tally_assert_near(nps->whole.w, 6.0);
    tally_assert_near(nps->whole.wu, 100.0 * (3.0 - 2.5));
    g_assert_cmpint(nps->whole.clusters, ==, 3);
    tally_assert_near(nps->whole.ss, 1e4 * (9.0 + 1.5 * 1.5 + 1.0));
    tally_assert_near(nps->whole.sw, 100.0 * (9.0 - 1.5 * 2.0 - 1.0));
    tally_assert_near(nps->whole.ww_cluster, 9.0 + 4.0 + 1.0);
    g_assert_false(nps->whole.is_simple);
    g_assert_cmpint(nps->whole.hist[10], ==, 1);
    g_assert_cmpint(nps->n_groups, ==, 2);
    g_assert_cmpstr(nps->groups[0].key, ==, "2017-q1");
    g_assert_cmpstr(nps->groups[0].label, ==, "January to March 2017");
    g_assert_cmpstr(nps->groups[1].key, ==, "2017-q2");
    g_assert_cmpint(nps->groups[1].from.v, ==, 17257);
    g_assert_cmpint(nps->groups[1].n, ==, 1);

    /* Effort 1..7, 1 is best: turned round the codes 1 2 7 4 3 score 7 6 1 4 5. */
    g_autoptr(CxSlice) effort =
        slice_of("measure=mean&question=effort&weighting=unweighted&group=mode", frame);
    g_autoptr(CxTallies) mean = slice_run(frame, effort);
    tally_assert_near(mean->whole.wu, 23.0);
    tally_assert_near(mean->lo, 1.0);
    tally_assert_near(mean->hi, 7.0);
    g_assert_cmpint(mean->n_groups, ==, 3);
    g_assert_cmpint(mean->n_ungrouped, ==, 1);
    g_assert_cmpstr(mean->groups[1].label, ==, "Interview");
    g_assert_cmpint(mean->groups[0].n_rows, ==, 3);
    g_assert_cmpint(mean->groups[0].n, ==, 2);

    /* Choices come in the order they were listed. */
    g_autoptr(CxSlice) by_terminal = slice_of("measure=count&group=terminal", frame);
    g_autoptr(CxTallies) count = slice_run(frame, by_terminal);
    g_assert_cmpint(count->n_groups, ==, 3);
    g_assert_cmpstr(count->groups[0].key, ==, "t3");
    g_assert_cmpint(count->groups[1].n, ==, 3);
    g_assert_cmpstr(count->groups[2].key, ==, "international_a_g");
    g_assert_null(count->item);
}

/* Without units and weights the closed forms apply; a unit with two answers takes them away. */
static void
test_simple(void)
{
    g_autoptr(Made) made = made_random(50, 0);
    g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
    g_assert_null(cx_frame_clusters(frame));
    g_assert_cmpint(cx_frame_n_clusters(frame), ==, 50);
    g_autoptr(CxSlice) slice = slice_of("measure=nps", frame);
    g_autoptr(CxTallies) tallies = slice_run(frame, slice);
    g_assert_true(tallies->whole.is_simple);
    g_assert_cmpint(tallies->whole.clusters, ==, tallies->whole.n);

    made->rows[0].is_named = made->rows[1].is_named = true;
    made->rows[0].answers[0] = made->rows[1].answers[0] = 9;
    g_autoptr(CxFrame) named = made_frame(made, 0, made->n);
    g_autoptr(CxTallies) paired = slice_run(named, slice);
    g_assert_false(paired->whole.is_simple);
    g_assert_cmpint(paired->whole.clusters, ==, paired->whole.n - 1);
}

/* A survey that says nothing of modes, grouped by them: the whole is there, and no group. */
static void
test_no_modes(void)
{
    const CxFrameSpec spec = { .survey = "club", .title = "Club", .overall = "recommend" };
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&spec);
    const CxFrameItem item = { .key = "recommend", .label = "Recommend", .kind = CX_FRAME_NPS };
    uint8_t version = 0;
    size_t index = 0;
    g_assert_true(cx_frame_builder_add_version(builder, "v1", "v1", &version, NULL));
    g_assert_true(cx_frame_builder_add_item(builder, &item, &index, NULL));
    const uint8_t answer = 9;
    const CxFrameRow row = {
        .day = { 17167 }, .mode = CX_CODE_MISSING, .weight = (double)NAN, .answers = &answer
    };
    g_assert_true(cx_frame_builder_add_row(builder, &row, NULL));
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    g_assert_nonnull(frame);
    g_autoptr(CxSlice) slice = slice_of("measure=nps&group=mode", frame);
    g_autoptr(CxTallies) tallies = slice_run(frame, slice);
    g_assert_cmpint(tallies->n_groups, ==, 0);
    g_assert_cmpint(tallies->whole.n, ==, 1);
    g_assert_cmpint(tallies->n_ungrouped, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/column/run/by-hand", test_by_hand);
    g_test_add_func("/column/run/simple", test_simple);
    g_test_add_func("/column/run/no-modes", test_no_modes);
    g_test_add_func("/column/run/twin", test_twin);
    g_test_add_func("/column/run/measured", test_measured);
    g_test_add_func("/column/run/permute", test_permute);
    g_test_add_func("/column/run/split", test_split);
    return g_test_run();
}
