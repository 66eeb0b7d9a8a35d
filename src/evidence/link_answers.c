/* Metrics known of the very transactions that were rated: set against the answers, within months. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "column/rows.h"
#include "evidence/link_priv.h"
#include "evidence/scope.h"
#include "lang/assert.h"
#include "stat/estimate.h"
#include "stat/slope.h"

#define TEN   10.0
#define CODES 256

/* What is the same for all metrics of a question. */
typedef struct {
    CxLinkRun *run;
    uint8_t *mask;
    uint16_t *groups; /* months by row */
    double u[CODES];
    size_t n_pairs;
    CxSlopeAsk ask;
} Answers;

/* What a code counts for in the measure: of the NPS -100, 0, 100; of the two best points 0 or 100. */
static double
contribution(const CxFrameItem *item, uint8_t code)
{
    if (code > CX_CODE_MAX)
        return (double)NAN;
    if (item->kind == CX_FRAME_NPS)
        return code >= 9 ? 100.0 : code <= 6 ? -100.0 : 0.0;
    const bool is_top =
        item->direction == CX_FRAME_LOW_IS_GOOD ? code <= item->lo + 1 : code + 1 >= item->hi;
    return is_top ? 100.0 : 0.0;
}

static bool
is_pair(const CxFrameFact *fact, const CxItem *item)
{
    return item->role == CX_ITEM_ROLE_OVERALL || fact->department == 0 ||
           fact->department == item->department.v;
}

static const char *
state_of(const CxEstimate *slope)
{
    switch (slope->status) {
    case CX_STAT_OK:
        return "ok";
    case CX_STAT_FEW_CLUSTERS:
        return slope->clusters == 1 ? "one_unit" : "few_units";
    case CX_STAT_DEGENERATE:
        return isnan(slope->value) ? "constant" : "alike";
    case CX_STAT_TOO_FEW:
    case CX_STAT_STATUS_N:
        break;
    }
    return "no_answers";
}

static bool
is_joined(const Answers *answers, guint i_metric, size_t *ret_fact)
{
    const CxLinkAsker *asker = answers->run->asker;
    const CxFrame *frame = asker->frame;
    const CxMetric *metric = g_ptr_array_index(asker->metrics, i_metric);
    return asker->is_of_answers[i_metric] && cx_frame_find_fact(frame, metric->key, ret_fact) &&
           is_pair(cx_frame_fact(frame, *ret_fact), answers->run->item);
}

static void
fill_item(Answers *answers, const CxMetric *metric, size_t i_fact, CxLinkItem *item)
{
    const CxFrame *frame = answers->run->asker->frame;
    const CxFrameFact *fact = cx_frame_fact(frame, i_fact);
    const double n_pairs = (double)answers->n_pairs;
    double spread = 0.0;
    answers->ask.x = cx_frame_fact_values(frame, i_fact);
    answers->ask.unit = pow(TEN, -fact->decimals);
    const CxEstimate slope =
        cx_stat_slope(&answers->ask, 1.0 - (1.0 - CX_STAT_LEVEL) / n_pairs, &spread);
    item->way = CX_LINK_WAY_ANSWERS;
    item->state = state_of(&slope);
    item->n_units = slope.clusters;
    if (slope.status != CX_STAT_OK)
        return;
    const char *currency = metric->is_money ? fact->unit : NULL;
    item->step = cx_link_step(metric, currency, spread);
    item->step_text = cx_link_step_text(answers->run->asker->ctx, metric, currency, item->step);
    item->p = fmin(1.0, n_pairs * cx_stat_p_t(slope.value / slope.se, slope.df));
    item->effect = (CxMeasured){
        .value = item->step * slope.value,
        .lo = item->step * slope.lo,
        .hi = item->step * slope.hi,
        .n = slope.n,
        .clusters = slope.clusters,
        .status = CX_MEASURED_OK,
        .rule = cx_stat_rule_key(slope.rule),
    };
}

/* The rows that count, each with its month and what its answer counts for. */
static bool
prepare(Answers *answers, GError **error)
{
    CxLinkRun *run = answers->run;
    const CxFrame *frame = run->asker->frame;
    const size_t n = cx_frame_n_rows(frame);
    size_t i_item = 0;
    const bool is_there = cx_frame_find_item(frame, run->item->key, &i_item);
    cx_assert(is_there);
    g_autoptr(CxSlice) slice = cx_slice_copy(run->slice);
    CxScope scope;
    if (!cx_scope_find(run->asker->ctx, run->item, slice->organised, &scope)) {
        g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN, "scores of \"%s\" are for others",
                    run->item->label);
        return false;
    }
    cx_scope_apply(run->asker->ctx, frame, &scope, slice);
    answers->mask = g_new(uint8_t, n + 1);
    answers->groups = g_new(uint16_t, n + 1);
    cx_slice_mark_rows(frame, slice, answers->mask);
    const int32_t first = cx_day_month_index(cx_frame_first_day(frame));
    for (size_t i = 0; i < n; i++) {
        const CxDay day = { cx_frame_first_day(frame).v + cx_frame_days(frame)[i] };
        answers->groups[i] = (uint16_t)(cx_day_month_index(day) - first);
    }
    for (int code = 0; code < CODES; code++)
        answers->u[code] = contribution(cx_frame_item(frame, i_item), (uint8_t)code);
    answers->ask = (CxSlopeAsk){
        .n_rows = n,
        .mask = answers->mask,
        .codes = cx_frame_answers(frame, i_item),
        .u = answers->u,
        .weights = cx_frame_is_weighted(frame) ? cx_frame_weights(frame) : NULL,
        .groups = answers->groups,
        .clusters = cx_frame_clusters(frame),
        .n_groups = (size_t)(cx_day_month_index(cx_frame_last_day(frame)) - first) + 1,
        .n_clusters = cx_frame_n_clusters(frame),
    };
    return true;
}

bool
cx_link_fill_answers(CxLinkRun *run, GError **error)
{
    Answers answers = { .run = run };
    const GPtrArray *metrics = run->asker->metrics;
    size_t i_fact = 0;
    for (guint i = 0; i < metrics->len; i++)
        answers.n_pairs += is_joined(&answers, i, &i_fact) ? 1 : 0;
    if (answers.n_pairs == 0)
        return true;
    const bool is_ready = prepare(&answers, error);
    for (guint i = 0; is_ready && i < metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(metrics, i);
        if (!is_joined(&answers, i, &i_fact))
            continue;
        CxLinkItem *item = &run->items[run->n_items++];
        *item = cx_link_item(run, metric);
        fill_item(&answers, metric, i_fact, item);
    }
    g_free(answers.mask);
    g_free(answers.groups);
    return is_ready;
}
