/* A number worked out under differences. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "evidence/reconcile_priv.h"
#include "feedback/frame_store.h"
#include "feedback/skipped.h"
#include "lang/assert.h"

/* ---- The rows passed over ---- */

static void
add_skipped(void *data, const CxMapping *mapping, const CxIntakeRow *row)
{
    CxReconciler *r = data;
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (strcmp(mapping->items[i].key, r->item->key) != 0)
            continue;
        const CxIntakeAnswer *answer = &row->answers[i];
        const bool is_value = answer->meaning == CX_MEANING_VALUE && answer->text == NULL;
        const CxReconcileSkipped skipped = {
            .day = row->when.day,
            .code = is_value ? (uint8_t)answer->code : CX_CODE_MISSING,
            .version = cx_arena_text(r->ctx->arena, mapping->version.key),
        };
        g_array_append_val(r->skipped, skipped);
    }
}

bool
cx_reconciler_init(CxReconciler *r, CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice,
                   GError **error)
{
    r->ctx = ctx;
    r->survey = survey;
    r->item = cx_score_item(survey, slice->question);
    r->frame = cx_frame_store_ref(ctx, survey, error);
    if (r->frame == NULL)
        return false;
    r->base = cx_slice_copy(slice);
    r->base->by = CX_SLICE_BY_NONE;
    g_clear_pointer(&r->base->by_item, g_free);
    if (r->base->survey == NULL)
        r->base->survey = g_strdup(survey->key);
    if (r->base->question == NULL)
        r->base->question = g_strdup(r->item->key);
    const bool has_weights = cx_frame_weights(r->frame) != NULL;
    r->is_weighted =
        has_weights && (slice->weighting == CX_SLICE_WEIGHTED ||
                        (slice->weighting == CX_SLICE_DECLARED && survey->is_weighted));
    r->skipped = g_array_new(FALSE, FALSE, sizeof(CxReconcileSkipped));
    r->options = g_array_new(FALSE, TRUE, sizeof(CxReconcileOption));
    if (strcmp(survey->zone, "UTC") != 0) {
        r->utc = cx_frame_store_load_utc(ctx, survey, error);
        if (r->utc == NULL)
            return false;
        if (strcmp(cx_frame_fingerprint(r->utc), cx_frame_fingerprint(r->frame)) == 0)
            g_clear_pointer(&r->utc, cx_frame_unref);
    }
    if (!cx_skipped_each(ctx, survey, add_skipped, r, error))
        return false;
    cx_reconcile_list_options(r);
    return true;
}

void
cx_reconciler_clear(CxReconciler *r)
{
    g_clear_pointer(&r->frame, cx_frame_unref);
    g_clear_pointer(&r->utc, cx_frame_unref);
    g_clear_pointer(&r->base, cx_slice_free);
    g_clear_pointer(&r->skipped, g_array_unref);
    g_clear_pointer(&r->options, g_array_unref);
}

/* ---- A way ---- */

/* What two differences come to. */
typedef struct {
    CxSlice *slice;
    CxDenominator denominator;
    CxReading reading;
    bool is_utc;
    bool has_skipped;
} Way;

static bool
apply(const CxReconciler *r, const CxReconcileOption *option, Way *way, GError **error)
{
    if (option == NULL)
        return true;
    if (option->denominator != CX_DENOMINATOR_VALID)
        way->denominator = option->denominator;
    if (option->reading != CX_READING_USUAL)
        way->reading = option->reading;
    way->is_utc = way->is_utc || option->is_utc;
    way->has_skipped = way->has_skipped || option->has_skipped;
    if (option->is_other_weighting)
        way->slice->weighting = r->is_weighted ? CX_SLICE_UNWEIGHTED : CX_SLICE_WEIGHTED;
    if (option->has_period) {
        way->slice->from = option->from;
        way->slice->to = option->to;
    }
    return option->filter == NULL ||
           cx_slice_set_filter(way->slice, option->filter, option->values, error);
}

/* Sums over answers by their reading. */
typedef struct {
    double sum; /* of scores */
    int64_t n;
} Sums;

static double
score_of(const CxFrameItem *item, CxSliceMeasure measure, CxReading reading, unsigned code)
{
    const bool is_turned = item->direction == CX_FRAME_LOW_IS_GOOD;
    const unsigned rating = is_turned ? (unsigned)item->lo + item->hi - code : code;
    if (measure == CX_SLICE_NPS) {
        const unsigned up = reading == CX_READING_PROMOTERS_8 ? 8 : 9;
        const unsigned down = reading == CX_READING_DETRACTORS_5 ? 5 : 6;
        if (code >= up)
            return 100.0;
        return code <= down ? -100.0 : 0.0;
    }
    if (measure == CX_SLICE_MEAN && reading == CX_READING_PERCENT)
        return 100.0 * (double)(rating - item->lo) / (double)(item->hi - item->lo);
    if (measure == CX_SLICE_MEAN)
        return rating;
    unsigned below = 1;
    if (reading == CX_READING_TOP_1)
        below = 0;
    else if (reading == CX_READING_TOP_3)
        below = 2;
    return rating + below >= item->hi ? 100.0 : 0.0;
}

static bool
is_in(const CxReconcileSkipped *row, const CxSlice *slice)
{
    const CxSliceFilter *versions = cx_slice_filter(slice, "version");
    const bool is_version =
        versions == NULL || g_strv_contains((const char *const *)versions->values, row->version);
    return is_version && (cx_day_is_none(slice->from) || row->day.v >= slice->from.v) &&
           (cx_day_is_none(slice->to) || row->day.v <= slice->to.v);
}

static Sums
sum_answers(const CxReconciler *r, const Way *way, const CxTallies *tallies)
{
    const CxFrameItem *item = tallies->item;
    const CxSliceMeasure measure = way->slice->measure;
    Sums sums = { .sum = 0.0 };
    for (unsigned code = item->lo; code <= item->hi; code++) {
        sums.sum += (double)tallies->whole.hist[code] * score_of(item, measure, way->reading, code);
        sums.n += tallies->whole.hist[code];
    }
    for (guint i = 0; way->has_skipped && i < r->skipped->len; i++) {
        const CxReconcileSkipped *row = &g_array_index(r->skipped, CxReconcileSkipped, i);
        const bool is_valid = row->code >= item->lo && row->code <= item->hi;
        if (!is_in(row, way->slice))
            continue;
        const bool is_missing_counted =
            way->denominator == CX_DENOMINATOR_MISSING || way->denominator == CX_DENOMINATOR_ALL;
        sums.sum += is_valid ? score_of(item, measure, way->reading, row->code) : 0.0;
        sums.n += is_valid || is_missing_counted ? 1 : 0;
    }
    if (way->denominator == CX_DENOMINATOR_MISSING || way->denominator == CX_DENOMINATOR_ALL)
        sums.n += tallies->whole.n_missing;
    if (way->denominator == CX_DENOMINATOR_NOT_APPLICABLE || way->denominator == CX_DENOMINATOR_ALL)
        sums.n += tallies->whole.n_not_applicable;
    return sums;
}

/* Whether the way is a slice of ours, whose tally says it all. */
static bool
is_plain(const Way *way)
{
    return way->denominator == CX_DENOMINATOR_VALID && way->reading == CX_READING_USUAL &&
           !way->has_skipped;
}

static bool
work(const CxReconciler *r, const Way *way, CxReconciled *ret_way, bool *ret_is_worked,
     GError **error)
{
    const CxFrame *frame = way->is_utc ? r->utc : r->frame;
    g_autoptr(CxIssues) issues = cx_issues_new();
    cx_slice_check(way->slice, frame, issues);
    if (cx_issues_count(issues) > 0)
        return true; /* does not fit: not a way */
    g_autoptr(CxTallies) tallies = cx_slice_run(frame, way->slice, error);
    if (tallies == NULL)
        return false;
    const CxSliceMeasure measure = way->slice->measure;
    const double unit = measure == CX_SLICE_TOP2 || measure == CX_SLICE_SHARE ? 100.0 : 1.0;
    if (is_plain(way)) {
        ret_way->value = unit * tallies->whole.wu / tallies->whole.w;
        ret_way->n = tallies->whole.n;
    } else if (tallies->is_weighted || measure == CX_SLICE_SHARE) {
        return true; /* how the other tool would weight those is not known */
    } else {
        const Sums sums = sum_answers(r, way, tallies);
        ret_way->value = sums.sum / (double)sums.n;
        ret_way->n = sums.n;
    }
    *ret_is_worked = ret_way->n >= MAX(r->ctx->wall.min_n, 1) && isfinite(ret_way->value);
    return true;
}

bool
cx_reconcile_work(CxReconciler *r, const CxReconcileOption *first, const CxReconcileOption *second,
                  CxReconciled *ret_way, bool *ret_is_worked, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(r->base);
    Way way = { .slice = slice };
    CxReconciled worked = { .differences = { first != NULL ? first->words : NULL,
                                             second != NULL ? second->words : NULL } };
    *ret_is_worked = false;
    if (!apply(r, first, &way, error) || !apply(r, second, &way, error) ||
        !work(r, &way, &worked, ret_is_worked, error))
        return false;
    if (is_plain(&way) && !way.is_utc) {
        worked.has_slice = true;
        worked.slice = cx_arena_take(r->ctx->arena, cx_slice_format(slice));
    }
    if (*ret_is_worked)
        *ret_way = worked;
    return true;
}
