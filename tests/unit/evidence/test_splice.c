/* Splices are found where the sample program planted one, and nowhere else. */
#include <math.h>

#include "base/civil.h"
#include "base/issues.h"
#include "base/message.h"
#include "column/shelf.h"
#include "demo/sample.h"
#include "evidence/splice.h"
#include "feedback/frame_store.h"
#include "feedback/import.h"
#include "stat/estimate.h"
#include "support/engines.h"

static void
import_sample(CxCtx *ctx)
{
    g_autoptr(CxSample) sample = cx_sample_new(ctx->today);
    for (int i = 0; i < CX_SAMPLE_VERSIONS; i++) {
        g_autoptr(CxIssues) issues = cx_issues_new();
        g_autoptr(GError) error = NULL;
        g_autoptr(CxMapping) mapping =
            cx_mapping_parse(sample->mapping[i]->str, sample->mapping[i]->len, issues, &error);
        g_assert_no_error(error);
        g_assert_nonnull(mapping);
        g_autoptr(CxImportReport) report =
            cx_import_run(ctx, "sample.csv", sample->responses[i]->str, sample->responses[i]->len,
                          mapping, &error);
        g_assert_no_error(error);
        g_assert_cmpint(report->n_rejected, ==, 0);
    }
}

static void
check_splices(CxCtx *ctx, const CxSurvey *survey, CxSliceBy by, size_t want_at)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->by = by;
    const CxScore *score = cx_score_run(ctx, survey, slice, &error);
    g_assert_no_error(error);
    CxSplices found;
    g_assert_true(cx_splice_find(ctx, survey, slice, score, &found, &error));
    g_assert_no_error(error);
    /* Two versions declare that something changed; the modes shift with one of them alone. */
    g_assert_cmpuint(found.n, ==, 2);
    const CxSplice *shift = NULL;
    for (size_t i = 0; i < found.n; i++) {
        g_assert_true(found.items[i].is_version);
        g_assert_true(shift == NULL || !found.items[i].is_mode);
        shift = found.items[i].is_mode ? &found.items[i] : shift;
    }
    g_assert_nonnull(shift);
    g_assert_cmpuint(shift->at, ==, want_at);
    g_assert_cmpfloat_with_epsilon(shift->mode_shift, 22.0, 6.0);
    g_assert_true(g_str_has_prefix(shift->what, "asked first, phone dropped"));
    g_assert_true(g_str_has_prefix(shift->why, "Asked first, phone dropped"));
}

/* Quarters of four versions, a fifth of the answers by telephone until the third. Chance moves the mix
 * at the other borders and makes no splice there. */
static void
test_sample(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    const CxInstant now = { CX_TEST_NOW_US };
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, now);
    ctx->catalogue = catalogue;
    import_sample(ctx);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    check_splices(ctx, survey, CX_SLICE_BY_QUARTER, 6);
    check_splices(ctx, survey, CX_SLICE_BY_MONTH, 18);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/splice/sample", test_sample);
    return g_test_run();
}
