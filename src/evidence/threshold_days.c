/* Of which answers a threshold is taken: which are low, and of which days. */
#include "base/civil.h"
#include "base/error.h"
#include "evidence/splice.h"
#include "evidence/threshold_priv.h"

#define MONTHS_USUAL 12

/* ---- Which answers are low ---- */

bool
cx_threshold_find_low(const CxThresholdRun *run, const CxFrameItem *column, CxThresholdLow *low,
                      GError **error)
{
    const bool is_nps = column->kind == CX_FRAME_NPS;
    *low = (CxThresholdLow){ .lo = is_nps ? 0 : column->lo,
                             .hi = is_nps ? 10 : column->hi,
                             .is_low_good = column->direction == CX_FRAME_LOW_IS_GOOD };
    const int span = low->hi - low->lo;
    const int n_low = low->lo == 0 && low->hi == 10 ? 6 : (span - 1) / 2;
    int limit = low->is_low_good ? low->hi - n_low : low->lo + n_low;
    if (run->query->low >= 0)
        limit = run->query->low;
    const bool is_inside = low->is_low_good ? limit > low->lo && limit <= low->hi
                                            : limit >= low->lo && limit < low->hi;
    if (!is_inside) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "low answers end inside the scale from %d to %d, got %d", low->lo, low->hi,
                    limit);
        return false;
    }
    low->from = low->is_low_good ? limit : low->lo;
    low->to = low->is_low_good ? low->hi : limit;
    return true;
}

bool
cx_threshold_make_slice(CxThresholdRun *run, const CxThresholdLow *low, CxDay from, CxDay to,
                        GError **error)
{
    g_autoptr(GString) answers = g_string_new(NULL);
    for (int code = low->from; code <= low->to; code++)
        g_string_append_printf(answers, "%s%d", answers->len > 0 ? "," : "", code);
    g_autofree char *from_text = cx_day_is_none(from) ? g_strdup("") : cx_day_format(from);
    g_autofree char *to_text = cx_day_is_none(to) ? g_strdup("") : cx_day_format(to);
    const CxSlicePair pairs[] = {
        { "survey", run->survey->key }, { "measure", "share" }, { "question", run->item->key },
        { "answers", answers->str },    { "from", from_text },  { "to", to_text },
    };
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxSlice *slice = cx_slice_parse_pairs(pairs, CX_N_ELEMENTS(pairs), issues);
    if (slice == NULL) {
        cx_issues_set_error(issues, error);
        return false;
    }
    cx_slice_free(run->slice);
    run->slice = slice;
    return true;
}

/* ---- Which days ---- */

/* The latest splice of the question's course by quarter within the period: what changed, and the
 * first day after it. False with an error. */
static bool
find_splice(CxThresholdRun *run, const char **ret_what, CxDay *ret_day, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(run->slice);
    slice->by = CX_SLICE_BY_QUARTER;
    *ret_what = NULL;
    *ret_day = CX_DAY_NONE;
    const CxScore *score = cx_score_run(run->ctx, run->survey, slice, error);
    if (score == NULL)
        return false;
    CxSplices splices = { 0 };
    if (score->n_groups > 1 &&
        !cx_splice_find(run->ctx, run->survey, slice, score, &splices, error))
        return false;
    if (splices.n > 0) {
        *ret_what = splices.items[splices.n - 1].why;
        *ret_day = score->groups[splices.items[splices.n - 1].at].from;
    }
    return true;
}

/* Without days, the last twelve months, but none before the last splice. */
bool
cx_threshold_settle_period(CxThresholdRun *run, const CxThresholdLow *low,
                           CxThresholdFinding *finding, GError **error)
{
    const CxThresholdQuery *query = run->query;
    const bool is_open = cx_day_is_none(query->from) && cx_day_is_none(query->to);
    CxDay from = query->from;
    if (is_open && cx_frame_n_rows(run->frame) > 0) {
        const int32_t last = cx_day_month_index(cx_frame_last_day(run->frame));
        from = cx_month_first_day(last - MONTHS_USUAL + 1);
    }
    CxDay after = CX_DAY_NONE;
    if (!cx_threshold_make_slice(run, low, from, query->to, error) ||
        !find_splice(run, &finding->splice, &after, error))
        return false;
    if (is_open && finding->splice != NULL) {
        finding->splice = NULL;
        return cx_threshold_make_slice(run, low, after, query->to, error);
    }
    return true;
}
