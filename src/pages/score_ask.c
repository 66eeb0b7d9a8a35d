#include "pages/score_ask.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "evidence/score.h"
#include "evidence/usual.h"

void
cx_score_ask_free(CxScoreAsk *ask)
{
    if (ask == NULL)
        return;
    g_clear_pointer(&ask->survey, cx_survey_free);
    g_clear_pointer(&ask->slice, cx_slice_free);
    g_free(ask);
}

static bool
is_given(const CxRequest *request, const char *name)
{
    const char *value = cx_request_query(request, name);
    return value != NULL && *value != '\0';
}

/* "2026-07-01..2026-09-30" of the form's period, or "all". */
static bool
take_period(CxSlice *slice, const char *text, GError **error)
{
    if (text == NULL || *text == '\0' || g_str_equal(text, "all"))
        return true;
    g_auto(GStrv) ends = g_strsplit(text, "..", 2);
    if (g_strv_length(ends) != 2) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "a period is written like 2026-07-01..2026-09-30, got \"%s\"", text);
        return false;
    }
    return cx_day_parse(ends[0], &slice->from, error) && cx_day_parse(ends[1], &slice->to, error);
}

static CxSlice *
read_slice(const CxRequest *request, const char *const *own, GError **error)
{
    const CxPairs *query = cx_request_query_pairs(request);
    const size_t n = cx_pairs_count(query);
    g_autofree CxSlicePair *pairs = g_new0(CxSlicePair, n + 1);
    size_t n_pairs = 0;
    for (size_t i = 0; i < n; i++) {
        const CxPair *pair = cx_pairs_at(query, i);
        if (!g_strv_contains(own, pair->name))
            pairs[n_pairs++] = (CxSlicePair){ pair->name, pair->value };
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse_pairs(pairs, n_pairs, issues);
    if (slice == NULL) {
        cx_issues_set_error(issues, error);
        return NULL;
    }
    if (!take_period(slice, cx_request_query(request, "period"), error))
        return NULL;
    return g_steal_pointer(&slice);
}

/* Without a period, the one the survey is best read by; "all" is a period too. */
static bool
settle_period(CxScoreAsk *ask, const CxRequest *request, GError **error)
{
    CxSlice *slice = ask->slice;
    const bool is_open = cx_day_is_none(slice->from) && cx_day_is_none(slice->to);
    return !is_open || is_given(request, "period") ||
           cx_usual_period(ask->ctx, ask->survey, &slice->from, &slice->to, error);
}

/* Groups by time become the course beside the number; without groups, its course by quarter. */
static void
settle_course(CxScoreAsk *ask)
{
    CxSlice *slice = ask->slice;
    ask->trend_by = CX_SLICE_BY_NONE;
    if (slice->by == CX_SLICE_BY_NONE)
        ask->trend_by = CX_SLICE_BY_QUARTER;
    else if (cx_slice_by_is_period(slice->by))
        ask->trend_by = slice->by;
    if (ask->trend_by != CX_SLICE_BY_NONE)
        slice->by = CX_SLICE_BY_NONE;
}

/* The survey asked for, else the first; *ret_survey is NULL when there is none at all. */
static bool
load_survey(CxCtx *ctx, CxSlice *slice, CxSurvey **ret_survey, GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    *ret_survey = NULL;
    if (surveys->len == 0)
        return true;
    if (slice->survey == NULL) {
        const CxSurveySummary *first = g_ptr_array_index(surveys, 0);
        slice->survey = g_strdup(first->key);
    }
    *ret_survey = cx_survey_load(ctx, slice->survey, error);
    return *ret_survey != NULL;
}

CxScoreAsk *
cx_score_ask_read(CxCtx *ctx, const CxRequest *request, GError **error)
{
    static const char *const own[] = { "period", NULL };
    return cx_score_ask_read_beside(ctx, request, own, error);
}

CxScoreAsk *
cx_score_ask_read_beside(CxCtx *ctx, const CxRequest *request, const char *const *own,
                         GError **error)
{
    g_autoptr(CxScoreAsk) ask = g_new0(CxScoreAsk, 1);
    ask->ctx = ctx;
    ask->slice = read_slice(request, own, error);
    if (ask->slice == NULL || !load_survey(ctx, ask->slice, &ask->survey, error))
        return NULL;
    if (ask->survey == NULL)
        return g_steal_pointer(&ask);
    ask->item = cx_score_item(ask->survey, ask->slice->question);
    if (ask->item == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    ask->survey->title, ask->slice->question);
        return NULL;
    }
    if (!is_given(request, "measure") && !cx_usual_settle(ask->item, ask->slice, error))
        return NULL;
    if (!settle_period(ask, request, error))
        return NULL;
    settle_course(ask);
    return g_steal_pointer(&ask);
}
