/* The airport survey as published, from raw file to value and interval. The reference values are
 * METHODS' ("Real data to reproduce"), and were computed apart from this program.
 *
 * The files are not part of the repository: each year is skipped, by name, where it is not there. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "codec/csv.h"
#include "column/run.h"
#include "stat/compare.h"
#include "stat/sample.h"
#include "stat/score.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define SIX_DIGITS                 5e-7

/* A year's file: where its columns are called what. "" where the year has no such column. */
typedef struct {
    const char *year;
    const char *overall, *weight, *cluster, *recommend;
} Year;

static char *
year_path(const char *year)
{
    const char *data = g_getenv("CX_SHARED_DATA");
    return g_strdup_printf("%s/sfo_survey/%s_SFO_Customer_Survey_20250817.csv",
                           data == NULL ? "" : data, year);
}

static bool
is_skipped(const char *year)
{
    g_autofree char *path = year_path(year);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return false;
    g_test_skip(path);
    return true;
}

static int
column_of(const CxCsvRow *header, const char *name)
{
    for (size_t i = 0; *name != '\0' && i < header->n_fields; i++) {
        g_autofree char *own = cx_csv_field_dup(&header->fields[i]);
        if (strcmp(cx_text_trim(own), name) == 0)
            return (int)i;
    }
    g_assert_cmpstr(name, ==, "");
    return -1;
}

/* The code in a cell when it is lo..hi; what else stands there is "never used" or blank. */
static uint8_t
code_of(const CxCsvRow *row, int column, int64_t lo, int64_t hi)
{
    if (column < 0)
        return CX_CODE_MISSING;
    g_autofree char *text = cx_csv_field_dup(&row->fields[column]);
    int64_t code = -1;
    if (!cx_text_parse_i64(cx_text_trim(text), &code, NULL) || code < lo || code > hi)
        return CX_CODE_MISSING;
    return (uint8_t)code;
}

static CxFrameBuilder *
year_builder(const Year *year)
{
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&(CxFrameSpec){
        .survey = "airport", .title = "Airport", .overall = "recommend", .is_weighted = true });
    const CxFrameItem items[] = {
        { .key = "recommend", .kind = CX_FRAME_NPS },
        { .key = "overall", .kind = CX_FRAME_RATING, .lo = 1, .hi = 5 },
    };
    uint8_t code = 0;
    size_t index = 0;
    g_assert_true(cx_frame_builder_add_version(builder, year->year, NULL, &code, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(items); i++)
        g_assert_true(cx_frame_builder_add_item(builder, &items[i], &index, NULL));
    return g_steal_pointer(&builder);
}

static void
year_add_row(CxFrameBuilder *builder, const CxCsvRow *row, const int columns[4])
{
    const uint8_t answers[] = { code_of(row, columns[3], 0, 10), code_of(row, columns[0], 1, 5) };
    g_autofree char *weight = columns[1] < 0 ? NULL : cx_csv_field_dup(&row->fields[columns[1]]);
    g_autofree char *cluster = columns[2] < 0 ? NULL : cx_csv_field_dup(&row->fields[columns[2]]);
    CxFrameRow given = { .day = { 17652 },
                         .mode = CX_CODE_MISSING,
                         .weight = NAN,
                         .cluster = cluster,
                         .answers = answers };
    g_autoptr(GError) error = NULL;
    if (weight != NULL)
        g_assert_true(cx_text_parse_double(weight, &given.weight, &error));
    g_assert_true(cx_frame_builder_add_row(builder, &given, &error));
}

static CxFrame *
year_frame(const Year *year)
{
    g_autofree char *path = year_path(year->year);
    g_autofree char *text = NULL;
    gsize len = 0;
    g_assert_true(g_file_get_contents(path, &text, &len, NULL));
    const CxCsvFormat format = { 0 };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text, len);
    CxCsvRow row;
    g_assert_cmpint(cx_csv_reader_next(reader, &row), ==, CX_CSV_ROW);
    const int columns[] = { column_of(&row, year->overall), column_of(&row, year->weight),
                            column_of(&row, year->cluster), column_of(&row, year->recommend) };
    g_autoptr(CxFrameBuilder) builder = year_builder(year);
    CxCsvStep step;
    while ((step = cx_csv_reader_next(reader, &row)) != CX_CSV_END) {
        g_assert_cmpint(step, ==, CX_CSV_ROW);
        year_add_row(builder, &row, columns);
    }
    g_autoptr(GError) error = NULL;
    CxFrame *frame = cx_frame_builder_end(builder, &error);
    g_assert_no_error(error);
    return frame;
}

static CxTallies *
slice_tallies(const CxFrame *frame, const char *text)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    g_assert_nonnull(slice);
    cx_slice_check(slice, frame, issues);
    g_assert_cmpint((gint64)cx_issues_count(issues), ==, 0);
    g_autoptr(GError) error = NULL;
    CxTallies *tallies = cx_slice_run(frame, slice, &error);
    g_assert_no_error(error);
    return tallies;
}

static CxEstimate
by_cluster(const CxTallies *tallies)
{
    const CxTally *whole = &tallies->whole;
    const CxClusterSums sums = { .n = whole->n,
                                 .clusters = whole->clusters,
                                 .w = whole->w,
                                 .wu = whole->wu,
                                 .ss = whole->ss,
                                 .sw = whole->sw,
                                 .ww = whole->ww_cluster };
    return cx_stat_cluster_mean(&sums, (CxStatRange){ tallies->lo, tallies->hi }, CX_STAT_LEVEL);
}

/* ---- The overall rating, six years ---- */

static const struct {
    Year year;
    int64_t n;
    double mean, top2, lo, hi;
    double mean_weighted, top2_weighted, n_eff; /* 0: the year has no weights */
} overall_rows[] = {
    { { "2010", "Q6N", "WEIGHT", "", "" },
      3093,
      3.925315,
      .754284,
      .738803,
      .769134,
      3.901464,
      .741448,
      2683.24 },
    { { "2011", "Q8N", "", "", "" }, 3694, 3.945858, .753925, .739776, .767547, 0, 0, 0 },
    { { "2013", "Q7O_WHOLE", "WEIGHT", "", "" },
      3334,
      3.982004,
      .792741,
      .778649,
      .806160,
      3.984471,
      .793388,
      2709.23 },
    { { "2015", "Q7ALL", "WEIGHT", "", "" },
      2810,
      4.048043,
      .800000,
      .784805,
      .814376,
      4.044173,
      .804575,
      1993.63 },
    { { "2017", "Q7ALL", "WEIGHT", "RUNID", "NETPRO" },
      2688,
      4.064360,
      .820685,
      .805728,
      .834726,
      4.071203,
      .822793,
      2223.26 },
    { { "2018", "Q7ALL", "WEIGHT", "RUNID", "NETPRO" },
      2625,
      4.002667,
      .784381,
      .768239,
      .799692,
      4.042123,
      .804852,
      2128.35 },
};

static void
test_overall_weighted(const CxFrame *frame, size_t i)
{
    g_autoptr(CxTallies) mean = slice_tallies(frame, "measure=mean&question=overall");
    g_autoptr(CxTallies) top2 = slice_tallies(frame, "measure=top2&question=overall");
    g_assert_true(mean->is_weighted);
    NEAR(mean->whole.wu / mean->whole.w, overall_rows[i].mean_weighted, SIX_DIGITS);
    NEAR(top2->whole.wu / top2->whole.w, overall_rows[i].top2_weighted, SIX_DIGITS);
    NEAR(cx_stat_kish_n_eff(mean->whole.w, mean->whole.ww), overall_rows[i].n_eff, 5e-3);
}

static void
test_overall(gconstpointer data)
{
    const size_t i = GPOINTER_TO_SIZE(data);
    if (is_skipped(overall_rows[i].year.year))
        return;
    g_autoptr(CxFrame) frame = year_frame(&overall_rows[i].year);
    g_autoptr(CxTallies) mean =
        slice_tallies(frame, "measure=mean&question=overall&weighting=unweighted");
    g_autoptr(CxTallies) top2 =
        slice_tallies(frame, "measure=top2&question=overall&weighting=unweighted");
    g_assert_cmpint(mean->whole.n, ==, overall_rows[i].n);
    const CxEstimate value =
        cx_stat_mean(mean->whole.n, mean->whole.wu, mean->whole.wuu, CX_STAT_LEVEL);
    NEAR(value.value, overall_rows[i].mean, SIX_DIGITS);
    const CxEstimate share = cx_stat_share(top2->whole.hits, top2->whole.n, CX_STAT_LEVEL);
    NEAR(share.value, overall_rows[i].top2, SIX_DIGITS);
    NEAR(share.lo, overall_rows[i].lo, SIX_DIGITS);
    NEAR(share.hi, overall_rows[i].hi, SIX_DIGITS);
    if (overall_rows[i].n_eff > 0)
        test_overall_weighted(frame, i);
}

/* ---- NPS, 2017 and 2018 ---- */

static const struct {
    Year year;
    int64_t n;
    double nps, lo, hi;
    double weighted, se;
    int64_t clusters;
} nps_rows[] = {
    { { "2017", "Q7ALL", "WEIGHT", "RUNID", "NETPRO" },
      2746,
      39.8398,
      37.2249,
      42.4546,
      40.3984,
      1.5525,
      211 },
    { { "2018", "Q7ALL", "WEIGHT", "RUNID", "NETPRO" },
      2650,
      30.9811,
      28.1545,
      33.8078,
      35.1136,
      2.2433,
      206 },
};

static void
test_nps(gconstpointer data)
{
    const size_t i = GPOINTER_TO_SIZE(data);
    if (is_skipped(nps_rows[i].year.year))
        return;
    g_autoptr(CxFrame) frame = year_frame(&nps_rows[i].year);
    g_autoptr(CxTallies) plain = slice_tallies(frame, "measure=nps&weighting=unweighted");
    const CxTally *whole = &plain->whole;
    const CxEstimate nps = cx_stat_nps(
        (CxNpsCounts){ whole->promoters, whole->passives, whole->detractors }, CX_STAT_LEVEL);
    g_assert_cmpint(nps.n, ==, nps_rows[i].n);
    g_assert_cmpint(nps.rule, ==, CX_STAT_RULE_NPS_WALD);
    NEAR(nps.value, nps_rows[i].nps, 5e-5);
    NEAR(nps.lo, nps_rows[i].lo, 5e-5);
    NEAR(nps.hi, nps_rows[i].hi, 5e-5);

    g_autoptr(CxTallies) weighted = slice_tallies(frame, "measure=nps&weighting=weighted");
    const CxEstimate own = by_cluster(weighted);
    g_assert_cmpint(own.status, ==, CX_STAT_OK);
    g_assert_cmpint(own.rule, ==, CX_STAT_RULE_CLUSTER_Z);
    g_assert_cmpint(own.clusters, ==, nps_rows[i].clusters);
    g_assert_false(weighted->whole.is_simple);
    NEAR(own.value, nps_rows[i].weighted, 5e-5);
    NEAR(own.se, nps_rows[i].se, 5e-5);
    NEAR(own.lo, nps_rows[i].weighted - 1.959964 * nps_rows[i].se, 2e-4);
}

/* 2018 weighted: 30.72 to 39.51; the fall from 2017 is -5.28 (-10.63 to +0.06), p .053. */
static void
test_nps_change(void)
{
    if (is_skipped("2017") || is_skipped("2018"))
        return;
    g_autoptr(CxFrame) frame2017 = year_frame(&nps_rows[0].year);
    g_autoptr(CxFrame) frame2018 = year_frame(&nps_rows[1].year);
    g_autoptr(CxTallies) tallies2017 = slice_tallies(frame2017, "measure=nps");
    g_autoptr(CxTallies) tallies2018 = slice_tallies(frame2018, "measure=nps");
    const CxEstimate before = by_cluster(tallies2017);
    const CxEstimate after = by_cluster(tallies2018);
    NEAR(after.lo, 30.72, 5e-3);
    NEAR(after.hi, 39.51, 5e-3);
    const CxComparison change = cx_stat_difference(&after, &before);
    NEAR(change.difference.value, -5.28, 5e-3);
    NEAR(change.difference.lo, -10.63, 5e-3);
    NEAR(change.difference.hi, .06, 5e-3);
    NEAR(change.p, .053, 5e-4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    for (size_t i = 0; i < G_N_ELEMENTS(overall_rows); i++) {
        g_autofree char *path =
            g_strdup_printf("/column/airport/overall/%s", overall_rows[i].year.year);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_overall);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(nps_rows); i++) {
        g_autofree char *path = g_strdup_printf("/column/airport/nps/%s", nps_rows[i].year.year);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_nps);
    }
    g_test_add_func("/column/airport/nps/change", test_nps_change);
    return g_test_run();
}
