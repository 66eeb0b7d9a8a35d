/* Metrics known of the very transactions that were rated: set against the answers, within months. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "column/rows.h"
#include "column/shelf.h"
#include "evidence/link_priv.h"
#include "evidence/scope.h"
#include "lang/assert.h"
#include "stat/estimate.h"
#include "stat/slope.h"

#define TEN   10.0
#define CODES 256

typedef struct {
    guint i_metric;
    size_t i_fact;
} Pair;

typedef struct {
    CxEstimate slope;
    double spread;
} Found;

typedef struct {
    CxFrame *frame; /* a reference */
    Found *items;   /* owned; by pair */
} Kept;

/* What is the same for all metrics of a question. */
typedef struct {
    CxLinkRun *run;
    CxSlice *slice; /* the rows asked about, owned */
    Pair *pairs;
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
fill_item(const Answers *answers, const Pair *pair, const Found *found, CxLinkItem *item)
{
    const CxLinkAsker *asker = answers->run->asker;
    const CxMetric *metric = g_ptr_array_index(asker->metrics, pair->i_metric);
    const CxFrameFact *fact = cx_frame_fact(asker->frame, pair->i_fact);
    const CxEstimate *slope = &found->slope;
    item->way = CX_LINK_WAY_ANSWERS;
    item->state = state_of(slope);
    item->n_units = slope->clusters;
    if (slope->status != CX_STAT_OK)
        return;
    const char *currency = metric->is_money ? fact->unit : NULL;
    item->step = cx_link_step(metric, currency, found->spread);
    item->step_text = cx_link_step_text(asker->ctx, metric, currency, item->step);
    item->p =
        fmin(1.0, (double)answers->n_pairs * cx_stat_p_t(slope->value / slope->se, slope->df));
    item->effect = (CxMeasured){
        .value = item->step * slope->value,
        .lo = item->step * slope->lo,
        .hi = item->step * slope->hi,
        .n = slope->n,
        .clusters = slope->clusters,
        .status = CX_MEASURED_OK,
        .rule = cx_stat_rule_key(slope->rule),
    };
}

/* The rows that count, each with its month and what its answer counts for. */
static void
prepare(Answers *answers)
{
    const CxFrame *frame = answers->run->asker->frame;
    const size_t n = cx_frame_n_rows(frame);
    size_t i_item = 0;
    const bool is_there = cx_frame_find_item(frame, answers->run->item->key, &i_item);
    cx_assert(is_there);
    answers->mask = g_new(uint8_t, n + 1);
    answers->groups = g_new(uint16_t, n + 1);
    cx_slice_mark_rows(frame, answers->slice, answers->mask);
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
}

/* ---- Kept ---- */

static void
kept_clear(gpointer data)
{
    Kept *kept = data;
    cx_frame_unref(kept->frame);
    g_free(kept->items);
}

static void *
kept_ref(void *kept)
{
    return g_atomic_rc_box_acquire(kept);
}

static void
kept_unref(void *kept)
{
    g_atomic_rc_box_release_full(kept, kept_clear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kept, kept_unref)

static const CxKeepKind kept_kind = { kept_ref, kept_unref };

/* Everything the slopes are made of: what is kept holds its frame, so that no other can be at its
 * address. */
static CxDigest
key_of(const Answers *answers)
{
    const CxFrame *frame = answers->run->asker->frame;
    g_autofree char *text = cx_slice_format(answers->slice);
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, "link_answers");
    cx_digester_add(digester, &frame, sizeof frame);
    cx_digester_add_text(digester, text);
    cx_digester_add_text(digester, answers->run->item->key);
    for (size_t i = 0; i < answers->n_pairs; i++)
        cx_digester_add_i64(digester, (int64_t)answers->pairs[i].i_fact);
    return cx_digester_end(digester);
}

static Kept *
make_kept(Answers *answers)
{
    const CxFrame *frame = answers->run->asker->frame;
    const double level = 1.0 - (1.0 - CX_STAT_LEVEL) / (double)answers->n_pairs;
    Kept *kept = g_atomic_rc_box_new0(Kept);
    kept->frame = cx_frame_ref(frame);
    kept->items = g_new0(Found, answers->n_pairs);
    prepare(answers);
    for (size_t i = 0; i < answers->n_pairs; i++) {
        const size_t i_fact = answers->pairs[i].i_fact;
        answers->ask.x = cx_frame_fact_values(frame, i_fact);
        answers->ask.unit = pow(TEN, -cx_frame_fact(frame, i_fact)->decimals);
        kept->items[i].slope = cx_stat_slope(&answers->ask, level, &kept->items[i].spread);
    }
    g_clear_pointer(&answers->mask, g_free);
    g_clear_pointer(&answers->groups, g_free);
    return kept;
}

/* (transfer full) */
static Kept *
find_kept(Answers *answers)
{
    CxFrameShelf *shelf = answers->run->asker->ctx->frames;
    if (shelf == NULL)
        return make_kept(answers);
    CxKeep *keep = cx_frame_shelf_keep(shelf);
    const CxDigest key = key_of(answers);
    Kept *kept = cx_keep_take(keep, &key);
    if (kept == NULL) {
        kept = make_kept(answers);
        cx_keep_put(keep, &key, kept, &kept_kind);
    }
    return kept;
}

/* ---- All metrics of a question ---- */

/* The rows asked about: the measure's, as far as they are the department's. Asks the wall. */
static bool
find_slice(Answers *answers, GError **error)
{
    const CxLinkRun *run = answers->run;
    CxScope scope;
    answers->slice = cx_slice_copy(run->slice);
    if (!cx_scope_find(run->asker->ctx, run->item, answers->slice->organised, &scope)) {
        g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN, "scores of \"%s\" are for others",
                    run->item->label);
        return false;
    }
    cx_scope_apply(run->asker->ctx, run->asker->frame, &scope, answers->slice);
    return true;
}

static void
find_pairs(Answers *answers)
{
    const guint n_metrics = answers->run->asker->metrics->len;
    answers->pairs = cx_arena_new0_n(answers->run->asker->ctx->arena, Pair, (size_t)n_metrics + 1);
    for (guint i = 0; i < n_metrics; i++) {
        size_t i_fact = 0;
        if (is_joined(answers, i, &i_fact))
            answers->pairs[answers->n_pairs++] = (Pair){ i, i_fact };
    }
}

bool
cx_link_fill_answers(CxLinkRun *run, GError **error)
{
    Answers answers = { .run = run };
    find_pairs(&answers);
    if (answers.n_pairs == 0)
        return true;
    const bool is_allowed = find_slice(&answers, error);
    if (is_allowed) {
        g_autoptr(Kept) kept = find_kept(&answers);
        for (size_t i = 0; i < answers.n_pairs; i++) {
            CxLinkItem *item = &run->items[run->n_items++];
            *item = cx_link_item(run,
                                 g_ptr_array_index(run->asker->metrics, answers.pairs[i].i_metric));
            fill_item(&answers, &answers.pairs[i], &kept->items[i], item);
        }
    }
    cx_slice_free(answers.slice);
    return is_allowed;
}
