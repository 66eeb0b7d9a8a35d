#include "asked.h"

#include <math.h>

#include "base/error.h"
#include "base/message.h"
#include "stat/estimate.h"

void
asked_lines(GString *lines, int *id, int n, const char *answers)
{
    for (int i = 0; i < n; i++)
        g_string_append_printf(lines, "%d,%s,\n", ++*id, answers);
}

static void
import(CxDb *db, const CxMapping *mapping, const char *lines)
{
    cx_stat_start();
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxImportReject *reject = g_ptr_array_index(report->rejects, i);
        g_test_message("line %d: %s", (int)reject->line, reject->reason);
    }
    g_assert_cmpint(report->n_rejected, ==, 0);
}

/* The choice of the guests' mapping, with keys and a third place. */
#define THREE_AREAS                                                                                \
    "{\"A\":\"North hall\",\"B\":\"South hall\"}",                                                 \
        "{\"A\":{\"key\":\"a\",\"label\":\"North hall\"},"                                         \
        "\"B\":{\"key\":\"b\",\"label\":\"South hall\"},"                                          \
        "\"C\":{\"key\":\"c\",\"label\":\"Car park\"}}"

void
asked_import(CxDb *db, const char *lines)
{
    g_autoptr(CxMapping) mapping = guests_parse(THREE_AREAS, NULL);
    import(db, mapping, lines);
}

void
asked_import_any_day(CxDb *db, const char *lines)
{
    g_autoptr(CxMapping) mapping =
        guests_parse(THREE_AREAS, ",\"from\":\"2018-05-01\",\"to\":\"2018-05-31\"", "", NULL);
    import(db, mapping, lines);
}

void
asked_import_simple(CxDb *db, const char *lines)
{
    g_autoptr(CxMapping) mapping = guests_parse(
        THREE_AREAS, ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", NULL);
    import(db, mapping, lines);
}

CxCtx *
asked_words(CxCtx *ctx)
{
    static CxCatalogue *catalogue = NULL;
    if (catalogue == NULL)
        catalogue = cx_catalogue_load("en", NULL);
    g_assert_nonnull(catalogue);
    ctx->catalogue = catalogue;
    return ctx;
}

CxCtx *
asked_at_noon(CxDb *db, CxFrameShelf *shelf, int32_t day)
{
    return asked_words(cx_ctx_open_system(
        db, shelf, (CxInstant){ (int64_t)day * CX_US_PER_DAY + CX_US_PER_DAY / 2 }));
}

static const CxScore *
run(CxCtx *ctx, const char *text, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_nonnull(slice);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, error);
    g_assert_nonnull(survey);
    return cx_score_run(asked_words(ctx), survey, slice, error);
}

const CxScore *
asked_score(CxCtx *ctx, const char *slice)
{
    g_autoptr(GError) error = NULL;
    const CxScore *score = run(ctx, slice, &error);
    g_assert_no_error(error);
    g_assert_nonnull(score);
    return score;
}

void
asked_refused(CxCtx *ctx, const char *slice, int code)
{
    g_autoptr(GError) error = NULL;
    g_test_message("%s", slice);
    g_assert_null(run(ctx, slice, &error));
    g_assert_error(error, CX_ERROR, code);
    g_assert_false(cx_ctx_has_deferred(ctx));
}

const CxMeasured *
asked_group(const CxScore *score, const char *key)
{
    for (size_t i = 0; i < score->n_groups; i++) {
        if (g_str_equal(score->groups[i].key, key))
            return &score->groups[i].value;
    }
    g_test_message("no group \"%s\"", key);
    g_assert_not_reached();
}

void
asked_near(double value, double want, double tolerance)
{
    if (isnan(want))
        g_assert_true(isnan(value));
    else
        g_assert_cmpfloat(fabs(value - want), <=, tolerance);
}
