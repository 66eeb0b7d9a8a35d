/* A number worked out under differences. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "evidence/reconcile_priv.h"
#include "feedback/frame_store.h"
#include "feedback/skipped.h"
#include "lang/assert.h"

#define RULES_MAX 64 /* as many as bits */

/* ---- The rows passed over ---- */

static const char *
mode_of(const CxMapping *mapping, const CxIntakeRow *row)
{
    return row->i_mode < mapping->n_modes ? mapping->modes[row->i_mode].key
                                          : mapping->mode_constant;
}

/* The place of a rule among those seen; the last one stands for all beyond it. */
static guint
rule_at(CxReconciler *r, const CxMappingSkip *skip)
{
    for (guint i = 0; i < r->rules->len; i++) {
        const CxReconcileRule *rule = &g_array_index(r->rules, CxReconcileRule, i);
        if (strcmp(rule->column, skip->column) == 0 && g_strcmp0(rule->reason, skip->reason) == 0)
            return i;
    }
    if (r->rules->len < RULES_MAX) {
        const CxReconcileRule rule = { cx_arena_text(r->ctx->arena, skip->column),
                                       cx_arena_text(r->ctx->arena, skip->reason) };
        g_array_append_val(r->rules, rule);
    }
    return r->rules->len - 1;
}

static uint64_t
own_rules(CxReconciler *r, const CxMapping *mapping, uint64_t rules)
{
    uint64_t own = 0;
    for (size_t i = 0; i < mapping->n_skips && i < RULES_MAX; i++) {
        if ((rules >> i & 1) != 0)
            own |= UINT64_C(1) << rule_at(r, &mapping->skips[i]);
    }
    return own;
}

static void
add_skipped(void *data, const CxMapping *mapping, uint64_t rules, const CxIntakeRow *row)
{
    CxReconciler *r = data;
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (strcmp(mapping->items[i].key, r->item->key) != 0)
            continue;
        const CxIntakeAnswer *answer = &row->answers[i];
        const bool is_value = answer->meaning == CX_MEANING_VALUE && answer->text == NULL;
        const CxReconcileSkipped skipped = {
            .day = row->when.day,
            .rules = own_rules(r, mapping, rules),
            .code = is_value ? (uint8_t)answer->code : CX_CODE_MISSING,
            .version = cx_arena_text(r->ctx->arena, mapping->version.key),
            .mode = cx_arena_text(r->ctx->arena, mode_of(mapping, row)),
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
    r->rules = g_array_new(FALSE, FALSE, sizeof(CxReconcileRule));
    r->options = g_array_new(FALSE, TRUE, sizeof(CxReconcileOption));
    r->others = g_ptr_array_new_with_free_func((GDestroyNotify)cx_frame_unref);
    return cx_skipped_each(ctx, survey, add_skipped, r, error) &&
           cx_reconcile_list_options(r, error);
}

const CxFrame *
cx_reconciler_add_frame(CxReconciler *r, CxFrame *frame)
{
    if (strcmp(cx_frame_fingerprint(frame), cx_frame_fingerprint(r->frame)) == 0) {
        cx_frame_unref(frame);
        return NULL;
    }
    g_ptr_array_add(r->others, frame);
    return frame;
}

void
cx_reconciler_clear(CxReconciler *r)
{
    g_clear_pointer(&r->frame, cx_frame_unref);
    g_clear_pointer(&r->others, g_ptr_array_unref);
    g_clear_pointer(&r->base, cx_slice_free);
    g_clear_pointer(&r->skipped, g_array_unref);
    g_clear_pointer(&r->rules, g_array_unref);
    g_clear_pointer(&r->options, g_array_unref);
}

/* ---- A way ---- */

/* What two differences come to. */
typedef struct {
    CxSlice *slice;
    const CxFrame *frame;
    CxDenominator denominator;
    CxReading reading;
    CxRounding rounding;
    uint64_t rules; /* whose rows are counted in */
} Way;

static void
apply_scale(const CxReconcileOption *option, Way *way)
{
    if (option->reading != CX_READING_USUAL)
        way->reading = option->reading;
    if (option->rounding != CX_ROUNDING_USUAL)
        way->rounding = option->rounding;
    if (option->has_measure)
        way->slice->measure = option->measure;
}

static bool
apply(const CxReconciler *r, const CxReconcileOption *option, Way *way, GError **error)
{
    if (option == NULL)
        return true;
    apply_scale(option, way);
    if (option->denominator != CX_DENOMINATOR_VALID)
        way->denominator = option->denominator;
    if (option->frame != NULL)
        way->frame = option->frame;
    way->rules |= option->rules;
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
    double sum;           /* of scores */
    int64_t n_up, n_down; /* scores over and under 0 */
    int64_t n;
} Sums;

static void
add_score(Sums *sums, double score, int64_t n)
{
    sums->sum += (double)n * score;
    sums->n_up += score > 0.0 ? n : 0;
    sums->n_down += score < 0.0 ? n : 0;
    sums->n += n;
}

static bool
passes(const CxSlice *slice, const char *item, const char *key)
{
    const CxSliceFilter *filter = cx_slice_filter(slice, item);
    return filter == NULL ||
           (key != NULL && g_strv_contains((const char *const *)filter->values, key));
}

static bool
is_in(const CxReconcileSkipped *row, const Way *way)
{
    const CxSlice *slice = way->slice;
    return (row->rules & ~way->rules) == 0 && passes(slice, "version", row->version) &&
           passes(slice, "mode", row->mode) &&
           (cx_day_is_none(slice->from) || row->day.v >= slice->from.v) &&
           (cx_day_is_none(slice->to) || row->day.v <= slice->to.v);
}

/* Whether what is known of rows passed over tells if a slice has them. */
static bool
is_known_of_skipped(const CxSlice *slice)
{
    for (guint i = 0; i < slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(slice->filters, i);
        if (strcmp(filter->item, "version") != 0 && strcmp(filter->item, "mode") != 0)
            return false;
    }
    return slice->measure != CX_SLICE_SHARE;
}

static bool
counts_missing(const Way *way)
{
    return way->denominator == CX_DENOMINATOR_MISSING || way->denominator == CX_DENOMINATOR_ALL;
}

static void
add_skipped_answers(const CxReconciler *r, const Way *way, const CxFrameItem *item, Sums *sums)
{
    for (guint i = 0; i < r->skipped->len; i++) {
        const CxReconcileSkipped *row = &g_array_index(r->skipped, CxReconcileSkipped, i);
        if (!is_in(row, way))
            continue;
        if (row->code >= item->lo && row->code <= item->hi) {
            add_score(sums, cx_reconcile_score(item, way->slice->measure, way->reading, row->code),
                      1);
        } else {
            sums->n += counts_missing(way) ? 1 : 0;
        }
    }
}

static Sums
sum_answers(const CxReconciler *r, const Way *way, const CxTallies *tallies)
{
    const CxFrameItem *item = tallies->item;
    const CxTally *whole = &tallies->whole;
    Sums sums = { .sum = 0.0 };
    if (way->slice->measure == CX_SLICE_SHARE) {
        add_score(&sums, 100.0, whole->hits);
        sums.n = whole->n;
    } else {
        for (unsigned code = item->lo; code <= item->hi; code++) {
            add_score(&sums, cx_reconcile_score(item, way->slice->measure, way->reading, code),
                      whole->hist[code]);
        }
    }
    if (way->rules != 0)
        add_skipped_answers(r, way, item, &sums);
    if (counts_missing(way))
        sums.n += whole->n_missing;
    if (way->denominator == CX_DENOMINATOR_NOT_APPLICABLE || way->denominator == CX_DENOMINATOR_ALL)
        sums.n += whole->n_not_applicable;
    return sums;
}

static double
value_of(const Way *way, const Sums *sums)
{
    const double n = (double)sums->n;
    if (way->rounding != CX_ROUNDING_PARTS)
        return sums->sum / n;
    return round(100.0 * (double)sums->n_up / n) - round(100.0 * (double)sums->n_down / n);
}

/* The weighted share of answers of a score. */
static bool
weighted_share(const CxFrame *frame, const Way *way, const CxFrameItem *item, double score,
               double *ret_share, GError **error)
{
    g_autoptr(GPtrArray) codes = g_ptr_array_new_with_free_func(g_free);
    for (unsigned code = item->lo; code <= item->hi; code++) {
        const double own = cx_reconcile_score(item, way->slice->measure, way->reading, code);
        if (fabs(own - score) < 1e-9)
            g_ptr_array_add(codes, g_strdup_printf("%u", code));
    }
    *ret_share = 0.0;
    if (codes->len == 0)
        return true;
    g_autoptr(CxSlice) slice = cx_slice_copy(way->slice);
    slice->measure = CX_SLICE_SHARE;
    g_ptr_array_add(codes, NULL);
    slice->answers = g_strdupv((char **)codes->pdata);
    g_autoptr(CxTallies) tallies = cx_slice_run(frame, slice, error);
    if (tallies == NULL)
        return false;
    *ret_share = tallies->whole.wu / tallies->whole.w;
    return true;
}

static bool
weigh(const CxFrame *frame, const Way *way, const CxFrameItem *item, double *ret_value,
      GError **error)
{
    double up = 0.0;
    double down = 0.0;
    if (!weighted_share(frame, way, item, 100.0, &up, error) ||
        !weighted_share(frame, way, item, -100.0, &down, error))
        return false;
    *ret_value = 100.0 * (up - down);
    return true;
}

/* The value before it is stretched and cut; NaN where it is not known how the other tool would go about
 * it. */
static bool
count_way(const CxReconciler *r, const Way *way, const CxTallies *tallies, CxReconciled *ret_way,
          GError **error)
{
    const CxSliceMeasure measure = way->slice->measure;
    const double unit = measure == CX_SLICE_TOP2 || measure == CX_SLICE_SHARE ? 100.0 : 1.0;
    double ignored[2];
    const bool is_whole = way->denominator == CX_DENOMINATOR_VALID && way->rules == 0 &&
                          way->rounding != CX_ROUNDING_PARTS;
    const bool is_band =
        way->reading != CX_READING_USUAL &&
        !cx_reconcile_is_stretch(tallies->item, way->reading, &ignored[0], &ignored[1]);
    ret_way->n = tallies->whole.n;
    if (is_whole && !is_band) {
        ret_way->value = unit * tallies->whole.wu / tallies->whole.w;
    } else if (tallies->is_weighted && is_whole) {
        return weigh(way->frame, way, tallies->item, &ret_way->value, error);
    } else if (tallies->is_weighted ||
               (way->rounding == CX_ROUNDING_PARTS && measure != CX_SLICE_NPS)) {
        ret_way->value = NAN;
    } else {
        const Sums sums = sum_answers(r, way, tallies);
        ret_way->value = value_of(way, &sums);
        ret_way->n = sums.n;
    }
    return true;
}

static bool
work(const CxReconciler *r, const Way *way, CxReconciled *ret_way, bool *ret_is_worked,
     GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    cx_slice_check(way->slice, way->frame, issues);
    if (cx_issues_count(issues) > 0 || (way->rules != 0 && !is_known_of_skipped(way->slice)))
        return true; /* does not fit: not a way */
    g_autoptr(CxTallies) tallies = cx_slice_run(way->frame, way->slice, error);
    if (tallies == NULL || !count_way(r, way, tallies, ret_way, error))
        return false;
    double factor = 1.0;
    double shift = 0.0;
    if (cx_reconcile_is_stretch(tallies->item, way->reading, &factor, &shift))
        ret_way->value = ret_way->value * factor + shift;
    if (way->rounding == CX_ROUNDING_CUT) {
        const double parts = pow(10.0, r->decimals);
        ret_way->value = trunc(ret_way->value * parts) / parts;
    }
    *ret_is_worked = ret_way->n >= MAX(r->ctx->wall.min_n, 1) && isfinite(ret_way->value);
    return true;
}

bool
cx_reconcile_is_pair(const CxReconcileOption *a, const CxReconcileOption *b)
{
    if (a->axis == b->axis || (a->frame != NULL && b->frame != NULL))
        return false;
    const bool is_rounding = a->axis == CX_RECONCILE_ROUNDING || b->axis == CX_RECONCILE_ROUNDING;
    const bool is_choice = a->axis == CX_RECONCILE_FILTER || a->axis == CX_RECONCILE_DAYS ||
                           b->axis == CX_RECONCILE_FILTER || b->axis == CX_RECONCILE_DAYS;
    return !(is_rounding && is_choice);
}

/* Whether the way is a slice of ours. */
static bool
is_ours(const CxReconciler *r, const Way *way)
{
    return way->denominator == CX_DENOMINATOR_VALID && way->reading == CX_READING_USUAL &&
           way->rounding == CX_ROUNDING_USUAL && way->rules == 0 && way->frame == r->frame;
}

bool
cx_reconcile_work(CxReconciler *r, const CxReconcileOption *first, const CxReconcileOption *second,
                  CxReconciled *ret_way, bool *ret_is_worked, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(r->base);
    Way way = { .slice = slice, .frame = r->frame };
    CxReconciled worked = { .differences = { first != NULL ? first->words : NULL,
                                             second != NULL ? second->words : NULL } };
    *ret_is_worked = false;
    if (!apply(r, first, &way, error) || !apply(r, second, &way, error) ||
        !work(r, &way, &worked, ret_is_worked, error))
        return false;
    if (is_ours(r, &way)) {
        worked.has_slice = true;
        worked.slice = cx_arena_take(r->ctx->arena, cx_slice_format(slice));
    }
    if (*ret_is_worked)
        *ret_way = worked;
    return true;
}
