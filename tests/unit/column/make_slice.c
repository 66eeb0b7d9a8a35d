#include "make_slice.h"

#include <math.h>

#include "base/issues.h"

/* ---- Comparing ---- */

void
tally_assert_near(double got, double want)
{
    g_assert_cmpfloat_with_epsilon(got, want, 1e-9 * (1.0 + fabs(want)));
}

void
tally_assert_counts(const CxTally *got, const CxTally *want)
{
    g_assert_cmpint(got->n_rows, ==, want->n_rows);
    g_assert_cmpint(got->n, ==, want->n);
    g_assert_cmpint(got->n_missing, ==, want->n_missing);
    g_assert_cmpint(got->n_not_applicable, ==, want->n_not_applicable);
    g_assert_cmpint(got->n_unweighable, ==, want->n_unweighable);
    g_assert_cmpint(got->promoters, ==, want->promoters);
    g_assert_cmpint(got->passives, ==, want->passives);
    g_assert_cmpint(got->detractors, ==, want->detractors);
    g_assert_cmpint(got->hits, ==, want->hits);
}

void
tally_assert_sums(const CxTally *got, const CxTally *want)
{
    tally_assert_near(got->w, want->w);
    tally_assert_near(got->ww, want->ww);
    tally_assert_near(got->wu, want->wu);
    tally_assert_near(got->wuu, want->wuu);
}

static void
assert_clusters(const CxTally *got, const CxTally *want)
{
    g_assert_cmpint(got->clusters, ==, want->clusters);
    tally_assert_near(got->ss, want->ss);
    tally_assert_near(got->sw, want->sw);
    tally_assert_near(got->ww_cluster, want->ww_cluster);
}

void
tally_assert_same(const CxTally *got, const CxTally *want)
{
    tally_assert_counts(got, want);
    tally_assert_sums(got, want);
    assert_clusters(got, want);
}

/* ---- Slices ---- */

static const char *const questions[] = {
    "measure=nps",
    "measure=nps&question=recommend",
    "measure=mean&question=overall",
    "measure=mean&question=effort",
    "measure=top2&question=effort",
    "measure=top2&question=overall",
    "measure=top2&question=recommend",
    "measure=share&question=overall&answers=4,5",
    "measure=share&question=terminal&answers=international_a_g,t1",
    "measure=count",
    "measure=count&question=terminal",
};

static const char *const filters[] = {
    "",
    "&from=2017-03-01",
    "&to=2018-02-14",
    "&from=2017-05-03&to=2018-11-30",
    "&from=2031-01-01",
    "&to=1999-01-01",
    "&from=2017-02-01&to=2019-06-30&where=bags:yes,no&where=mode:interview,self",
    "&from=2017-02-14&to=2018-06-30&where=terminal:t1",
    "&where=mode:self,phone",
    "&where=terminal:t3&where=version:2018",
    "&from=2018-01-01&to=2018-12-31&where=bags:yes&where=mode:interview&where=terminal:t1,t3",
};

static const char *const groups[] = { "",
                                      "&group=version",
                                      "&group=mode",
                                      "&group=month",
                                      "&group=quarter",
                                      "&group=year",
                                      "&group=terminal",
                                      "&group=bags" };

CxSlice *
slice_of(const char *text, const CxFrame *frame)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxSlice *slice = cx_slice_parse(text, issues);
    g_assert_cmpint((gint64)cx_issues_count(issues), ==, 0);
    cx_slice_check(slice, frame, issues);
    g_assert_cmpint((gint64)cx_issues_count(issues), ==, 0);
    return slice;
}

CxSlice *
slice_random(const CxFrame *frame)
{
    const char *weighting = "";
    const int luck = g_test_rand_int_range(0, 3);
    if (luck == 0 && cx_frame_weights(frame) != NULL)
        weighting = "&weighting=weighted";
    if (luck == 1)
        weighting = "&weighting=unweighted";
    g_autofree char *text =
        g_strconcat(questions[g_test_rand_int_range(0, G_N_ELEMENTS(questions))],
                    filters[g_test_rand_int_range(0, G_N_ELEMENTS(filters))],
                    groups[g_test_rand_int_range(0, G_N_ELEMENTS(groups))], weighting, NULL);
    return slice_of(text, frame);
}

Made *
made_any(void)
{
    const size_t n = (size_t)g_test_rand_int_range(0, g_test_rand_bit() ? 400 : 20);
    Made *made = made_random(n, (unsigned)g_test_rand_int_range(0, 8));
    made->n_margins = (size_t)g_test_rand_int_range(0, 3) * 800;
    return made;
}

CxTallies *
slice_run(const CxFrame *frame, const CxSlice *slice)
{
    g_autoptr(GError) error = NULL;
    CxTallies *tallies = cx_slice_run(frame, slice, &error);
    g_assert_no_error(error);
    return tallies;
}
