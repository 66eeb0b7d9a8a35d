#include "pages/coaching_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "pages/leader_choices.h"
#include "people/leader.h"

static const CxViewField aspect_fields[] = {
    CX_FIELD(CxCoachAspectView, aspect, CX_FIELD_TEXT, "belief, communication or commitment"),
    CX_FIELD_PAGE(CxCoachAspectView, label, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD_CHILD(CxCoachAspectView, now, CX_FIELD_OBJECT_IN, &cx_middle_view_type,
                   "What the raters say today"),
    CX_FIELD(CxCoachAspectView, first, CX_FIELD_TEXT, "What they said first, where it differs"),
    CX_FIELD(CxCoachAspectView, has_risen, CX_FIELD_FLAG, "More than at first"),
    CX_FIELD(CxCoachAspectView, has_fallen, CX_FIELD_FLAG, "Less than at first"),
};
static const CxViewType aspect_type =
    CX_VIEW_TYPE("CoachAspect", CxCoachAspectView, aspect_fields, "One of the three, over time");

static const CxViewField leader_fields[] = {
    CX_FIELD(CxCoachLeaderView, id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxCoachLeaderView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxCoachLeaderView, title, CX_FIELD_TEXT, "Present office"),
    CX_FIELD_PAGE(CxCoachLeaderView, url, CX_FIELD_TEXT, "Their page"),
    CX_FIELD_PAGE(CxCoachLeaderView, judge_url, CX_FIELD_TEXT, "What was said of them"),
    CX_FIELD_CHILD(CxCoachLeaderView, aspects, CX_FIELD_LIST, &aspect_type, "The three"),
    CX_FIELD_CHILD(CxCoachLeaderView, behaviour, CX_FIELD_LIST, &cx_view_text_type,
                   "What was seen, newest first"),
    CX_FIELD_PAGE(CxCoachLeaderView, latest, CX_FIELD_TEXT, "The first of them"),
    CX_FIELD_CHILD(CxCoachLeaderView, steps, CX_FIELD_LIST, &cx_coach_step_view_type,
                   "Steps of their plan"),
    CX_FIELD_CHILD_PAGE(CxCoachLeaderView, open, CX_FIELD_LIST, &cx_coach_step_view_type,
                        "Those that are open"),
    CX_FIELD_PAGE(CxCoachLeaderView, has_open, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD_PAGE(CxCoachLeaderView, earlier, CX_FIELD_LIST, &cx_view_text_type,
                        "What was seen before"),
    CX_FIELD_CHILD_PAGE(CxCoachLeaderView, ended, CX_FIELD_LIST, &cx_coach_step_view_type,
                        "Steps that have ended"),
    CX_FIELD_PAGE(CxCoachLeaderView, n_past, CX_FIELD_COUNT, "How many of both"),
    CX_FIELD_PAGE(CxCoachLeaderView, has_past, CX_FIELD_FLAG, "Whether there is any"),
};
static const CxViewType leader_type =
    CX_VIEW_TYPE("CoachLeader", CxCoachLeaderView, leader_fields, "How a leader is coached");

static const CxViewField trade_off_fields[] = {
    CX_FIELD(CxTradeOffView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxTradeOffView, what, CX_FIELD_TEXT, "What stood against what"),
    CX_FIELD(CxTradeOffView, cost, CX_FIELD_TEXT, "What it cost, or would have"),
    CX_FIELD(CxTradeOffView, chosen, CX_FIELD_TEXT, "customers, other or both"),
    CX_FIELD_PAGE(CxTradeOffView, chosen_text, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD(CxTradeOffView, why, CX_FIELD_TEXT, "The reason given"),
    CX_FIELD(CxTradeOffView, leader, CX_FIELD_TEXT, "Who decided"),
    CX_FIELD_DATA(CxTradeOffView, day, CX_FIELD_DAY, "The day"),
    CX_FIELD_PAGE(CxTradeOffView, day_text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType trade_off_type =
    CX_VIEW_TYPE("TradeOff", CxTradeOffView, trade_off_fields, "What was chosen when it cost");

static const CxViewField coaching_fields[] = {
    CX_FIELD(CxCoachingView, headline, CX_FIELD_TEXT, "What it says in a sentence"),
    CX_FIELD(CxCoachingView, is_on, CX_FIELD_FLAG, "Whether judgements are kept here"),
    CX_FIELD(CxCoachingView, can_read, CX_FIELD_FLAG, "Whether this reader sees them"),
    CX_FIELD_CHILD(CxCoachingView, leaders, CX_FIELD_LIST, &leader_type,
                   "Leaders somebody judged or with a plan; for readers"),
    CX_FIELD_PAGE(CxCoachingView, has_leaders, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxCoachingView, trade_offs, CX_FIELD_LIST, &trade_off_type,
                   "Trade-offs, newest first"),
    CX_FIELD_PAGE(CxCoachingView, has_trade_offs, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_PAGE(CxCoachingView, chosen_text, CX_FIELD_TEXT, "How often customers were chosen"),
    CX_FIELD_CHILD_PAGE(CxCoachingView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To add a step"),
    CX_FIELD_CHILD_PAGE(CxCoachingView, trade_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To note a trade-off"),
};
const CxViewType cx_coaching_view_type =
    CX_VIEW_TYPE("Coaching", CxCoachingView, coaching_fields,
                 "How leaders are coached, and which trade-offs were made");

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

enum { BEHAVIOUR_MAX = 3, ASPECTS = 3 };

static const CxAspect coached[ASPECTS] = { CX_ASPECT_BELIEF, CX_ASPECT_COMMUNICATION,
                                           CX_ASPECT_COMMITMENT };

typedef struct {
    CxCtx *ctx;
    CxJudgements judgements;
    CxCoachSteps steps;
} Coaching;

static bool
is_coached(CxAspect aspect)
{
    return aspect == coached[0] || aspect == coached[1] || aspect == coached[2];
}

/* The day of the first answer that is kept, CX_DAY_NONE: none. */
static CxDay
first_day(const Coaching *coaching, CxLeaderId leader, CxAspect aspect)
{
    for (size_t i = coaching->judgements.n; i > 0; i--) {
        const CxJudgement *judgement = &coaching->judgements.items[i - 1];
        if (judgement->leader.v == leader.v && judgement->aspect == aspect)
            return judgement->day;
    }
    return CX_DAY_NONE;
}

static CxCoachAspectView
aspect_view(const Coaching *coaching, CxLeaderId leader, CxAspect aspect)
{
    CxCtx *ctx = coaching->ctx;
    const CxMiddle now = cx_judgement_middle(&coaching->judgements, leader, aspect, ctx->today);
    g_autofree char *key = g_strconcat("aspect.", cx_aspect_key(aspect), NULL);
    CxCoachAspectView view = {
        .aspect = cx_aspect_key(aspect),
        .label = cx_message_text(ctx->catalogue, key),
        .now = cx_middle_view(ctx, &now, aspect),
    };
    const CxDay begun = first_day(coaching, leader, aspect);
    if (cx_day_is_none(begun))
        return view;
    const CxMiddle first = cx_judgement_middle(&coaching->judgements, leader, aspect, begun);
    view.has_risen = now.middle > first.middle;
    view.has_fallen = now.middle < first.middle;
    if (view.has_risen || view.has_fallen) {
        g_autofree char *day = cx_day_format_long(begun);
        view.first =
            SAY(ctx, "coaching.first", CX_ARG_TEXT("was", cx_middle_view(ctx, &first, aspect).text),
                CX_ARG_TEXT("day", day));
    }
    return view;
}

static CxViewList
list_behaviour(const Coaching *coaching, CxLeaderId leader)
{
    CxCtx *ctx = coaching->ctx;
    const char **texts = cx_arena_new0_n(ctx->arena, const char *, BEHAVIOUR_MAX);
    size_t n = 0;
    for (size_t i = 0; i < coaching->judgements.n && n < BEHAVIOUR_MAX; i++) {
        const CxJudgement *judgement = &coaching->judgements.items[i];
        if (judgement->leader.v != leader.v || !is_coached(judgement->aspect))
            continue;
        g_autofree char *day = cx_day_format_long(judgement->day);
        const char *text =
            cx_arena_printf(ctx->arena, "%s (%s, %s)", judgement->reason, judgement->rater, day);
        if (n == 0 || !g_str_equal(texts[n - 1], text)) /* one sitting, several aspects */
            texts[n++] = text;
    }
    return CX_VIEW_LIST(texts, n);
}

static CxViewList
list_steps(const Coaching *coaching, CxLeaderId leader)
{
    CxCtx *ctx = coaching->ctx;
    CxCoachStepView *views = cx_arena_new0_n(ctx->arena, CxCoachStepView, coaching->steps.n);
    size_t n = 0;
    for (size_t i = 0; i < coaching->steps.n; i++) {
        const CxCoachStep *step = &coaching->steps.items[i];
        if (step->leader.v == leader.v) {
            views[n++] = cx_coach_step_view(
                ctx, step,
                cx_arena_printf(ctx->arena, "/leaders/coaching/steps/%" PRId64 "/end", step->id));
        }
    }
    return CX_VIEW_LIST(views, n);
}

/* What is over is folded: the newest that was seen and the open steps are what a reader acts on. */
static void
fold_past(CxCtx *ctx, CxCoachLeaderView *view)
{
    const char *const *seen = view->behaviour.items;
    const CxCoachStepView *steps = view->steps.items;
    CxCoachStepView *open = cx_arena_new0_n(ctx->arena, CxCoachStepView, view->steps.n);
    CxCoachStepView *ended = cx_arena_new0_n(ctx->arena, CxCoachStepView, view->steps.n);
    size_t n_open = 0;
    size_t n_ended = 0;
    for (size_t i = 0; i < view->steps.n; i++) {
        if (steps[i].end_url != NULL)
            open[n_open++] = steps[i];
        else
            ended[n_ended++] = steps[i];
    }
    view->open = CX_VIEW_LIST(open, n_open);
    view->has_open = n_open > 0;
    view->ended = CX_VIEW_LIST(ended, n_ended);
    if (view->behaviour.n > 0) {
        view->latest = seen[0];
        view->earlier = CX_VIEW_LIST(seen + 1, view->behaviour.n - 1);
    }
    view->n_past = (int64_t)(view->earlier.n + n_ended);
    view->has_past = view->n_past > 0;
}

static CxCoachLeaderView
leader_view(const Coaching *coaching, const CxLeader *leader, const CxTerm *term)
{
    CxCtx *ctx = coaching->ctx;
    CxCoachAspectView *aspects = cx_arena_new0_n(ctx->arena, CxCoachAspectView, ASPECTS);
    for (size_t i = 0; i < ASPECTS; i++)
        aspects[i] = aspect_view(coaching, leader->id, coached[i]);
    CxCoachLeaderView view = {
        .id = leader->id.v,
        .name = cx_arena_text(ctx->arena, leader->name),
        .title = cx_arena_text(ctx->arena, term->title),
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
        .judge_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/judgements?of=coaching",
                                     leader->id.v),
        .aspects = CX_VIEW_LIST(aspects, ASPECTS),
        .behaviour = list_behaviour(coaching, leader->id),
        .steps = list_steps(coaching, leader->id),
    };
    fold_past(ctx, &view);
    return view;
}

static bool
add_leaders(CxCtx *ctx, const GPtrArray *leaders, CxCoachingView *view, GError **error)
{
    Coaching coaching = { .ctx = ctx };
    if (!cx_judgement_list(ctx, &coaching.judgements, error) ||
        !cx_coach_step_list(ctx, CX_COACH_PLAN_COACHING, &coaching.steps, error))
        return false;
    CxCoachLeaderView *views = cx_arena_new0_n(ctx->arena, CxCoachLeaderView, leaders->len);
    size_t n = 0;
    int64_t n_open = 0;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, ctx->today);
        if (term == NULL)
            continue;
        const CxCoachLeaderView each = leader_view(&coaching, leader, term);
        if (each.behaviour.n > 0 || each.steps.n > 0)
            views[n++] = each;
    }
    for (size_t i = 0; i < coaching.steps.n; i++)
        n_open += coaching.steps.items[i].state == CX_COACH_STEP_OPEN;
    view->leaders = CX_VIEW_LIST(views, n);
    view->has_leaders = n > 0;
    view->headline =
        SAY(ctx, "coaching.headline", CX_ARG_NUMBER("n", n), CX_ARG_NUMBER("open", n_open));
    return true;
}

static bool
add_trade_offs(CxCtx *ctx, const GPtrArray *leaders, CxCoachingView *view, GError **error)
{
    CxTradeOffs all;
    if (!cx_trade_off_list(ctx, &all, error))
        return false;
    CxTradeOffView *views = cx_arena_new0_n(ctx->arena, CxTradeOffView, all.n);
    int64_t n_customers = 0;
    for (size_t i = 0; i < all.n; i++) {
        const CxTradeOff *each = &all.items[i];
        g_autofree char *key = g_strconcat("tradeoff.chosen.", cx_chosen_key(each->chosen), NULL);
        n_customers += each->chosen != CX_CHOSEN_OTHER;
        views[i] = (CxTradeOffView){
            .id = each->id,
            .what = each->what,
            .cost = each->cost,
            .chosen = cx_chosen_key(each->chosen),
            .chosen_text = cx_message_text(ctx->catalogue, key),
            .why = each->why,
            .leader = cx_leader_name(ctx, leaders, each->leader),
            .day = each->day,
            .day_text = cx_arena_take(ctx->arena, cx_day_format_long(each->day)),
        };
    }
    view->trade_offs = CX_VIEW_LIST(views, all.n);
    view->has_trade_offs = all.n > 0;
    view->chosen_text =
        SAY(ctx, "tradeoff.count", CX_ARG_NUMBER("n", n_customers), CX_ARG_NUMBER("of", all.n));
    return true;
}

CxCoachingView *
cx_coaching_view(CxCtx *ctx, GError **error)
{
    CxBasis basis;
    CxCoachingView *view = cx_arena_new0(ctx->arena, CxCoachingView);
    if (!cx_ctx_check_change(ctx, "see how leaders are coached", error) ||
        !cx_basis_load(ctx, &basis, error))
        return NULL;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !add_trade_offs(ctx, leaders, view, error))
        return NULL;
    view->is_on = basis.is_on;
    view->can_read = cx_basis_can_read(ctx, &basis);
    view->headline = cx_message_text(ctx->catalogue, "coaching.title");
    return view->can_read && !add_leaders(ctx, leaders, view, error) ? NULL : view;
}
