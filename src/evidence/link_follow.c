/* A link followed after a change inside the company: what it predicted from what was known before, and what
 * customers said since. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "evidence/link_priv.h"
#include "stat/estimate.h"

#define WINDOW     6 /* months on either side at most */
#define MONTHS_MIN 2

#define SAY(run, key, ...)                                                                         \
    cx_arena_take((run)->asker->ctx->arena,                                                        \
                  cx_message_format((run)->asker->ctx->catalogue, key, __VA_ARGS__))

/* Months on one side, by their place in the run; and the metric so many months before. */
typedef struct {
    size_t first, n;
    double metric; /* mean; NaN */
} Side;

typedef struct {
    CxLinkRun *run;
    const CxLinkItem *link; /* as known before the change */
    const double *values;   /* of the metric, from CX_LINK_LAG_MAX months before the run's first */
    Side before, after;
} Work;

static double
mean_metric(const Work *work, const Side *side)
{
    double sum = 0.0;
    for (size_t t = side->first; t < side->first + side->n; t++)
        sum += work->values[t + CX_LINK_LAG_MAX - (size_t)work->link->lag];
    return side->n > 0 ? sum / (double)side->n : (double)NAN;
}

/* The months before the change and those that its effect can have reached, of one stretch of the survey. */
static void
find_sides(Work *work, int32_t month)
{
    const CxLinkRun *run = work->run;
    const int32_t last = (int32_t)run->n_months;
    const int32_t turn = month - run->first_month; /* the first month after */
    if (turn < 1 || turn >= last)
        return;
    const int stretch = run->stretch[turn - 1];
    int32_t first = turn;
    while (first > 0 && turn - first < WINDOW && run->stretch[first - 1] == stretch)
        first--;
    work->before = (Side){ .first = (size_t)first, .n = (size_t)(turn - first) };
    const int32_t from = turn + work->link->lag;
    int32_t to = from;
    while (to < last && to - from < WINDOW && run->stretch[to] == stretch)
        to++;
    work->after = (Side){ .first = (size_t)from, .n = (size_t)(to - from) };
    work->before.metric = mean_metric(work, &work->before);
    work->after.metric = mean_metric(work, &work->after);
}

static CxSlice *
slice_of(const Work *work, const Side *side)
{
    const int32_t first = work->run->first_month + (int32_t)side->first;
    CxSlice *slice = cx_slice_copy(work->run->slice);
    slice->by = CX_SLICE_BY_NONE;
    slice->from = cx_month_first_day(first);
    slice->to = (CxDay){ cx_month_first_day(first + (int32_t)side->n).v - 1 };
    return slice;
}

static bool
load_score(const Work *work, const Side *side, const CxScore **ret_score, GError **error)
{
    g_autoptr(CxSlice) slice = slice_of(work, side);
    *ret_score = cx_score_run(work->run->asker->ctx, work->run->asker->survey, slice, error);
    return *ret_score != NULL;
}

static double
half_of(const CxMeasured *value)
{
    return (value->hi - value->lo) / 2.0;
}

/* Where the measure would stand: what it was, and the link's slope times how far the metric moved. */
static void
expect(const Work *work, CxLinkFollow *follow)
{
    const CxMeasured *before = &follow->before->whole;
    const double steps = (work->after.metric - work->before.metric) / work->link->step;
    const double by = steps * work->link->effect.value;
    const double half = hypot(half_of(before), steps * half_of(&work->link->effect));
    follow->expected = (CxMeasured){
        .value = before->value + by,
        .lo = before->value + by - half,
        .hi = before->value + by + half,
        .n = work->link->effect.n,
        .clusters = work->link->effect.clusters,
        .status = CX_MEASURED_OK,
        .rule = work->link->effect.rule,
    };
}

/* How what came compares with what was expected. Half-widths stand for standard errors. */
static CxLinkFollowState
judge(const CxLinkFollow *follow)
{
    const CxMeasured *before = &follow->before->whole;
    const CxMeasured *after = &follow->after->whole;
    const double expected = follow->expected.value - before->value;
    const double moved = after->value - before->value;
    if (fabs(moved) <= hypot(half_of(before), half_of(after)))
        return CX_LINK_FOLLOW_STILL;
    if ((moved > 0.0) != (expected > 0.0))
        return CX_LINK_FOLLOW_AGAINST;
    const double gap = after->value - follow->expected.value;
    if (fabs(gap) <= hypot(half_of(after), half_of(&follow->expected)))
        return CX_LINK_FOLLOW_AS_EXPECTED;
    return fabs(moved) < fabs(expected) ? CX_LINK_FOLLOW_LESS : CX_LINK_FOLLOW_MORE;
}

const char *
cx_link_follow_key(CxLinkFollowState state)
{
    static const char *const keys[] = {
#define X(name, key) [CX_LINK_FOLLOW_##name] = (key),
        CX_LINK_FOLLOW_MAP(X)
#undef X
    };
    return keys[state];
}

/* The card of what was expected: that of the measure before, with how it was made. */
static bool
fill_card(const Work *work, CxLinkFollow *follow, GError **error)
{
    const CxLinkRun *run = work->run;
    CxCtx *ctx = run->asker->ctx;
    g_autofree char *asked =
        g_strdup_printf("link 1 expected by %s, since %d | %s", work->link->metric, follow->since.v,
                        follow->before->slice);
    follow->expected.card =
        cx_card_id(asked, cx_frame_fingerprint(run->asker->frame), &follow->expected);
    CxCard *card = cx_arena_new0(ctx->arena, CxCard);
    g_autoptr(CxSlice) slice = slice_of(work, &work->before);
    if (!cx_link_base_card(run, slice, card, error))
        return false;
    card->value = follow->expected;
    card->has_other = false;
    card->method =
        SAY(run, "link.follow.method", CX_ARG_TEXT("metric", work->link->metric_label),
            CX_ARG_TEXT("before", follow->metric_before),
            CX_ARG_TEXT("after", follow->metric_after), CX_ARG_TEXT("link", work->link->sentence));
    card->interval = cx_message_text(ctx->catalogue, "link.follow.interval");
    cx_card_keep(ctx, run->asker->survey, run->item, card);
    return true;
}

static void
say(const Work *work, CxLinkFollow *follow)
{
    g_autofree char *since = cx_day_format_long(follow->since);
    follow->sentence = SAY(
        work->run, "link.follow.sentence", CX_ARG_TEXT("state", cx_link_follow_key(follow->state)),
        CX_ARG_TEXT("since", since), CX_ARG_TEXT("label", work->run->item->label),
        CX_ARG_TEXT("metric", work->link->metric_label),
        CX_ARG_NUMBER("least", (int64_t)MONTHS_MIN));
}

/* The mean of a metric over the responses of each month, from CX_LINK_LAG_MAX months before the first. */
static const double *
mean_of_answers(const CxLinkRun *run, size_t i_fact)
{
    const CxFrame *frame = run->asker->frame;
    const size_t width = CX_LINK_LAG_MAX + run->n_months;
    double *values = cx_arena_new0_n(run->asker->ctx->arena, double, width);
    g_autofree double *n = g_new0(double, width);
    const CxValues facts = cx_frame_fact_values(frame, i_fact);
    const double unit = pow(10.0, -cx_frame_fact(frame, i_fact)->decimals);
    const int32_t first = run->first_month - CX_LINK_LAG_MAX;
    for (size_t i = 0; i < cx_frame_n_rows(frame); i++) {
        const CxDay day = { cx_frame_first_day(frame).v + cx_frame_days(frame)[i] };
        const size_t t = (size_t)cx_day_month_index(day) - (size_t)first;
        const int64_t fact = cx_values_at(facts, i);
        if (t >= width || fact == CX_FACT_MISSING)
            continue;
        values[t] += (double)fact * unit;
        n[t] += 1.0;
    }
    for (size_t t = 0; t < width; t++)
        values[t] = n[t] > 0.0 ? values[t] / n[t] : (double)NAN;
    return values;
}

/* The measure by month and the metric's values, NULL where there are none. */
static bool
load(Work *work, const CxLinkQuery *query, const char *metric, GError **error)
{
    CxLinkRun *run = work->run;
    run->item = cx_score_item(run->asker->survey, query->question);
    if (!cx_link_fill_measure(run, CX_DAY_NONE, error))
        return false;
    for (guint i = 0; i < run->asker->metrics->len; i++) {
        const CxMetric *each = g_ptr_array_index(run->asker->metrics, i);
        const char *state = NULL;
        if (strcmp(each->key, metric) != 0)
            continue;
        size_t i_fact = 0;
        run->metrics[0] = each;
        const bool is_joined = cx_frame_find_fact(run->asker->frame, metric, &i_fact);
        work->values =
            is_joined ? mean_of_answers(run, i_fact) : cx_link_values(run, i, &state, error);
        return work->values != NULL || state != NULL;
    }
    return true;
}

static bool
compare(Work *work, CxLinkFollow *follow, GError **error)
{
    CxCtx *ctx = work->run->asker->ctx;
    follow->metric_before = cx_link_value_text(ctx, work->run->metrics[0], work->run->currencies[0],
                                               work->before.metric);
    follow->metric_after = cx_link_value_text(ctx, work->run->metrics[0], work->run->currencies[0],
                                              work->after.metric);
    if (!load_score(work, &work->before, &follow->before, error) ||
        !load_score(work, &work->after, &follow->after, error))
        return false;
    if (!cx_measured_has_interval(&follow->before->whole) ||
        !cx_measured_has_interval(&follow->after->whole))
        return true;
    expect(work, follow);
    follow->state = judge(follow);
    return fill_card(work, follow, error);
}

/* The link of the metric as it was known the day before; NULL in *ret_link where there was none. */
static bool
find_link(CxLinkAsker *asker, const CxLinkQuery *query, const char *metric,
          const CxLinkItem **ret_link, GError **error)
{
    const CxLinkFinding *then = cx_link_run(asker, query, error);
    *ret_link = NULL;
    for (size_t i = 0; then != NULL && i < then->n_items; i++) {
        if (strcmp(then->items[i].metric, metric) == 0 && then->items[i].is_found)
            *ret_link = &then->items[i];
    }
    return then != NULL;
}

const CxLinkFollow *
cx_link_follow(CxLinkAsker *asker, const char *question, const char *metric, CxDay since,
               GError **error)
{
    CxArena *arena = asker->ctx->arena;
    CxLinkFollow *follow = cx_arena_new0(arena, CxLinkFollow);
    follow->since = since;
    follow->state = CX_LINK_FOLLOW_NO_LINK;
    follow->expected = (CxMeasured){ .value = (double)NAN, .lo = (double)NAN, .hi = (double)NAN };
    const CxLinkQuery query = { .question = question, .to = { since.v - 1 } };
    static const CxLinkItem unknown = { .metric_label = "" };
    Work work = { .run = cx_arena_new0(arena, CxLinkRun) };
    work.run->asker = asker;
    work.run->finding = cx_arena_new0(arena, CxLinkFinding);
    if (!find_link(asker, &query, metric, &work.link, error) || !load(&work, &query, metric, error))
        return NULL;
    bool is_good = true;
    if (work.link != NULL)
        follow->state = CX_LINK_FOLLOW_TOO_FEW;
    if (work.link != NULL && work.values != NULL) {
        const int32_t month = cx_day_month_index((CxDay){ since.v - 1 }) + 1;
        find_sides(&work, month);
        if (work.before.n >= MONTHS_MIN && work.after.n >= MONTHS_MIN &&
            !isnan(work.before.metric) && !isnan(work.after.metric))
            is_good = compare(&work, follow, error);
    }
    if (work.link == NULL)
        work.link = &unknown;
    say(&work, follow);
    g_clear_pointer(&work.run->slice, cx_slice_free);
    return is_good ? follow : NULL;
}
