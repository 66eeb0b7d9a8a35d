#include "pages/call_view.h"

#include <inttypes.h>
#include <math.h>

#include "base/civil.h"
#include "base/money.h"
#include "base/text.h"
#include "people/leader.h"

static const CxViewField call_fields[] = {
    CX_FIELD(CxCallView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD_DATA(CxCallView, leader_id, CX_FIELD_COUNT, "Id of who calls"),
    CX_FIELD(CxCallView, leader, CX_FIELD_TEXT, "Who calls"),
    CX_FIELD_PAGE(CxCallView, leader_url, CX_FIELD_TEXT, "Their page"),
    CX_FIELD_DATA(CxCallView, account_key, CX_FIELD_TEXT, "Key of the customer"),
    CX_FIELD(CxCallView, customer, CX_FIELD_TEXT, "Name of the customer"),
    CX_FIELD_DATA(CxCallView, person, CX_FIELD_TEXT, "Who there agreed to be called, or null"),
    CX_FIELD_PAGE(CxCallView, reach, CX_FIELD_TEXT, "Whom to ask for"),
    CX_FIELD(CxCallView, why, CX_FIELD_TEXT, "Why they are called"),
    CX_FIELD(CxCallView, ask, CX_FIELD_TEXT, "What to ask"),
    CX_FIELD(CxCallView, avoid, CX_FIELD_TEXT, "What not to"),
    CX_FIELD_DATA(CxCallView, due_on, CX_FIELD_DAY, "By when"),
    CX_FIELD_DATA(CxCallView, ended_on, CX_FIELD_DAY, "When it was made, null while open"),
    CX_FIELD_PAGE(CxCallView, when, CX_FIELD_TEXT, "Its day as read"),
    CX_FIELD(CxCallView, is_overdue, CX_FIELD_FLAG, "Open, and its day is over"),
    CX_FIELD(CxCallView, outcome, CX_FIELD_TEXT, "open, reached, not_reached or dropped"),
    CX_FIELD(CxCallView, said, CX_FIELD_TEXT, "What came of it, as read"),
    CX_FIELD(CxCallView, promise, CX_FIELD_TEXT, "What was promised in it, or null"),
    CX_FIELD_PAGE(CxCallView, done_url, CX_FIELD_TEXT, "Where it is said what came of it"),
    CX_FIELD_PAGE(CxCallView, drop_url, CX_FIELD_TEXT, "Where it is dropped"),
    CX_FIELD_PAGE(CxCallView, calendar_url, CX_FIELD_TEXT, "It for a calendar"),
};
const CxViewType cx_call_view_type =
    CX_VIEW_TYPE("CustomerCall", CxCallView, call_fields, "A leader's call to a customer");

static const CxViewField worth_fields[] = {
    CX_FIELD(CxCallWorthView, account_key, CX_FIELD_TEXT, "Key of the customer"),
    CX_FIELD(CxCallWorthView, customer, CX_FIELD_TEXT, "Name of the customer"),
    CX_FIELD(CxCallWorthView, segment, CX_FIELD_TEXT, "Group of customers, or null"),
    CX_FIELD(CxCallWorthView, owner, CX_FIELD_TEXT, "Who looks after them, or null"),
    CX_FIELD_DATA(CxCallWorthView, reasons, CX_FIELD_TEXT,
                  "promised, unhappy, fallen, left, loyal"),
    CX_FIELD(CxCallWorthView, why, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD(CxCallWorthView, money, CX_FIELD_TEXT, "What they bring in, or null"),
    CX_FIELD_DATA(CxCallWorthView, revenue, CX_FIELD_COUNT, "Of the latest period, minor units"),
    CX_FIELD_DATA(CxCallWorthView, margin, CX_FIELD_COUNT, "Likewise"),
    CX_FIELD_DATA(CxCallWorthView, currency, CX_FIELD_TEXT, "Of both, or null"),
    CX_FIELD(CxCallWorthView, ask, CX_FIELD_TEXT, "What to ask"),
    CX_FIELD(CxCallWorthView, avoid, CX_FIELD_TEXT, "What not to"),
    CX_FIELD_DATA(CxCallWorthView, person, CX_FIELD_TEXT, "Who agreed to be called, or null"),
    CX_FIELD_PAGE(CxCallWorthView, reach, CX_FIELD_TEXT, "Whom to ask for"),
    CX_FIELD_DATA(CxCallWorthView, caller_id, CX_FIELD_COUNT, "Id of who could call, 0: nobody"),
    CX_FIELD(CxCallWorthView, caller, CX_FIELD_TEXT, "Who could call, or null"),
    CX_FIELD_PAGE(CxCallWorthView, caller_key, CX_FIELD_TEXT, "Their key"),
    CX_FIELD_PAGE(CxCallWorthView, plan_label, CX_FIELD_TEXT, "Words of the button"),
    CX_FIELD_PAGE(CxCallWorthView, choose_url, CX_FIELD_TEXT, "Where somebody else is chosen"),
};
static const CxViewType worth_type =
    CX_VIEW_TYPE("CustomerWorthCall", CxCallWorthView, worth_fields, "A customer worth a call");

static const CxViewField calls_fields[] = {
    CX_FIELD(CxCallsView, headline, CX_FIELD_TEXT, "Where it stands, in a sentence"),
    CX_FIELD_CHILD(CxCallsView, open, CX_FIELD_LIST, &cx_call_view_type, "Calls to be made"),
    CX_FIELD_CHILD_DATA(CxCallsView, worth, CX_FIELD_LIST, &worth_type,
                        "For the CX team: customers worth a call, the most pressing first"),
    CX_FIELD_CHILD_PAGE(CxCallsView, first, CX_FIELD_LIST, &worth_type, "The first of them"),
    CX_FIELD_CHILD_PAGE(CxCallsView, more, CX_FIELD_LIST, &worth_type, "The next of them"),
    CX_FIELD_PAGE(CxCallsView, more_label, CX_FIELD_TEXT, "How many are next"),
    CX_FIELD_CHILD(CxCallsView, ended, CX_FIELD_LIST, &cx_call_view_type, "What came of calls"),
    CX_FIELD_PAGE(CxCallsView, has_open, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxCallsView, has_worth, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxCallsView, has_ended, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_DATA(CxCallsView, n_worth, CX_FIELD_COUNT, "All worth a call"),
    CX_FIELD_PAGE(CxCallsView, left_out, CX_FIELD_TEXT, "Who is left out, and why"),
    CX_FIELD_PAGE(CxCallsView, found, CX_FIELD_TEXT, "When it was worked out, and how"),
    CX_FIELD_PAGE(CxCallsView, is_team, CX_FIELD_FLAG, "Whether the reader is of the CX team"),
    CX_FIELD_CHILD_PAGE(CxCallsView, plan_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To plan a call"),
    CX_FIELD_CHILD_PAGE(CxCallsView, person_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To note who may be called"),
};
const CxViewType cx_calls_view_type =
    CX_VIEW_TYPE("Calls", CxCallsView, calls_fields, "Customers worth a leader's call");

/* ---- Words ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? NULL : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static void
add_words(GString *out, const char *words)
{
    g_string_append_printf(out, "%s%s", out->len > 0 ? "; " : "", words);
}

/* The message PREFIX.REASON. */
static const char *
reason_words(CxCtx *ctx, const char *prefix, CxCallReason reason, const CxMessageArg *args)
{
    g_autofree char *key = g_strconcat(prefix, cx_call_reason_key(reason), NULL);
    return cx_arena_take(ctx->arena, cx_message_format_args(ctx->catalogue, key, args));
}

/* What to ask, or not, follows the most pressing reason. */
static const char *
talk_point(CxCtx *ctx, const char *prefix, const bool has[static CX_CALL_REASON_N])
{
    for (size_t i = 0; i < CX_CALL_REASON_N; i++) {
        if (has[i])
            return reason_words(ctx, prefix, (CxCallReason)i, NULL);
    }
    g_autofree char *key = g_strconcat(prefix, "other", NULL);
    return cx_message_text(ctx->catalogue, key);
}

static const char *
mean_text(CxCtx *ctx, double mean)
{
    g_autoptr(GString) out = g_string_new(NULL);
    cx_text_append_fixed(out, mean, 1);
    return cx_arena_text(ctx->arena, out->str);
}

const char *
cx_call_why(CxCtx *ctx, const CxCallCandidate *candidate)
{
    const CxMessageArg args[] = {
        CX_ARG_TEXT("asked", candidate->asked),
        CX_ARG_NUMBER("rating", candidate->rating),
        CX_ARG_NUMBER("max", candidate->rating_max),
        CX_ARG_TEXT("rated", day_text(ctx, candidate->rated_on)),
        CX_ARG_TEXT("was", mean_text(ctx, candidate->was)),
        CX_ARG_TEXT("now", mean_text(ctx, candidate->now)),
        CX_ARG_NUMBER("was_n", candidate->was_n),
        CX_ARG_NUMBER("now_n", candidate->now_n),
        CX_ARG_TEXT("left", day_text(ctx, candidate->left_on)),
        { .name = NULL },
    };
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < CX_CALL_REASON_N; i++) {
        if (candidate->has[i])
            add_words(out, reason_words(ctx, "calls.why.", (CxCallReason)i, args));
    }
    return cx_arena_text(ctx->arena, out->str);
}

/* The same to who calls: what they told us stays with those who hold the answers. */
static const char *
told_words(CxCtx *ctx, const bool has[static CX_CALL_REASON_N])
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < CX_CALL_REASON_N; i++) {
        if (has[i])
            add_words(out, reason_words(ctx, "calls.told.", (CxCallReason)i, NULL));
    }
    return out->len > 0 ? cx_arena_text(ctx->arena, out->str)
                        : cx_message_text(ctx->catalogue, "calls.told.other");
}

static int64_t
whole(int64_t minor, const char *currency)
{
    return llround((double)minor / pow(10.0, (double)cx_currency_exponent(currency)));
}

const char *
cx_call_money(CxCtx *ctx, const CxCallCandidate *candidate)
{
    if (!candidate->has_revenue || candidate->currency == NULL)
        return NULL;
    return SAY(ctx, "calls.money", CX_ARG_TEXT("currency", candidate->currency),
               CX_ARG_NUMBER("revenue", whole(candidate->revenue, candidate->currency)),
               CX_ARG_TEXT("has_margin", candidate->has_margin ? "yes" : "no"),
               CX_ARG_NUMBER("margin", whole(candidate->margin, candidate->currency)),
               CX_ARG_TEXT("to", day_text(ctx, candidate->money_to)));
}

static const char *
reach_words(CxCtx *ctx, const char *person, const char *office, const char *phone,
            const char *email)
{
    if (person == NULL)
        return cx_message_text(ctx->catalogue, "calls.reach.nobody");
    return SAY(ctx, "calls.reach", CX_ARG_TEXT("person", person),
               CX_ARG_TEXT("has_office", office != NULL ? "yes" : "no"),
               CX_ARG_TEXT("office", office),
               CX_ARG_TEXT("has_phone", phone != NULL ? "yes" : "no"), CX_ARG_TEXT("phone", phone),
               CX_ARG_TEXT("has_email", email != NULL ? "yes" : "no"), CX_ARG_TEXT("email", email));
}

/* ---- Calls ---- */

static const CxLeader *
find_leader(const GPtrArray *leaders, CxLeaderId id)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (leader->id.v == id.v)
            return leader;
    }
    return NULL;
}

static void
add_addresses(CxCtx *ctx, CxCallView *view)
{
    view->done_url = cx_arena_printf(ctx->arena, "/calls/%" PRId64 "/done", view->id);
    view->calendar_url = cx_arena_printf(ctx->arena, "/calls/%" PRId64 "/call.ics", view->id);
    if (ctx->wall.can_change_program)
        view->drop_url = cx_arena_printf(ctx->arena, "/calls/%" PRId64 "/drop", view->id);
}

static CxCallView
call_view(CxCtx *ctx, const GPtrArray *leaders, const CxCall *call)
{
    const CxLeader *leader = find_leader(leaders, call->leader);
    const char *outcome = cx_call_outcome_key(call->outcome);
    CxCallView view = {
        .id = call->id,
        .leader_id = call->leader.v,
        .leader = leader != NULL ? cx_arena_text(ctx->arena, leader->name) : NULL,
        .leader_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, call->leader.v),
        .account_key = call->account_key,
        .customer = call->account_name != NULL ? call->account_name : call->account_key,
        .person = call->person,
        .reach = reach_words(ctx, call->person, call->office, call->phone, call->email),
        .why = told_words(ctx, call->has),
        .ask = talk_point(ctx, "calls.ask.", call->has),
        .avoid = talk_point(ctx, "calls.avoid.", call->has),
        .due_on = call->due_on,
        .ended_on = call->ended_on,
        .when = SAY(ctx, "calls.when", CX_ARG_TEXT("outcome", outcome),
                    CX_ARG_TEXT("due", day_text(ctx, call->due_on)),
                    CX_ARG_TEXT("ended", day_text(ctx, call->ended_on))),
        .is_overdue = cx_call_is_overdue(call, ctx->today),
        .outcome = outcome,
        .promise = call->promised != NULL ? call->promised->what : NULL,
    };
    if (call->outcome == CX_CALL_OPEN) {
        add_addresses(ctx, &view);
    } else {
        view.said = SAY(ctx, "calls.said", CX_ARG_TEXT("outcome", outcome),
                        CX_ARG_TEXT("has_said", call->said != NULL ? "yes" : "no"),
                        CX_ARG_TEXT("said", call->said));
    }
    return view;
}

static CxViewList
pick_calls(CxCtx *ctx, const GPtrArray *leaders, const CxCalls *calls, CxLeaderId leader,
           CxCallsWhich which)
{
    CxCallView *views = cx_arena_new0_n(ctx->arena, CxCallView, calls->n);
    size_t n = 0;
    for (size_t i = 0; i < calls->n; i++) {
        const CxCall *call = &calls->items[i];
        const CxCallsWhich state = call->outcome == CX_CALL_OPEN ? CX_CALLS_OPEN : CX_CALLS_ENDED;
        if (state == which && call->outcome != CX_CALL_DROPPED &&
            (leader.v == 0 || call->leader.v == leader.v))
            views[n++] = call_view(ctx, leaders, call);
    }
    return CX_VIEW_LIST(views, n);
}

bool
cx_call_views(CxCtx *ctx, CxLeaderId leader, CxCallsWhich which, CxViewList *ret_views,
              GError **error)
{
    CxCalls calls;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_call_list(ctx, &calls, error))
        return false;
    *ret_views = pick_calls(ctx, leaders, &calls, leader, which);
    return true;
}

/* ---- Who is worth one ---- */

static CxCallWorthView
worth_view(CxCtx *ctx, const GPtrArray *leaders, const CxCallCandidate *from)
{
    const CxLeader *caller = find_leader(leaders, from->caller);
    const CxCallConsent *consent = from->consent;
    CxCallWorthView view = {
        .account_key = from->key,
        .customer = from->name != NULL ? from->name : from->key,
        .segment = from->segment,
        .owner = from->owner,
        .reasons = cx_call_reasons_format(ctx->arena, from->has),
        .why = cx_call_why(ctx, from),
        .money = cx_call_money(ctx, from),
        .revenue = from->revenue,
        .margin = from->margin,
        .currency = from->currency,
        .ask = talk_point(ctx, "calls.ask.", from->has),
        .avoid = talk_point(ctx, "calls.avoid.", from->has),
        .person = consent != NULL ? consent->name : NULL,
        .reach = consent != NULL ? reach_words(ctx, consent->name, consent->office, consent->phone,
                                               consent->email)
                                 : reach_words(ctx, NULL, NULL, NULL, NULL),
        .caller_id = from->caller.v,
        .choose_url = cx_arena_printf(ctx->arena, "/calls?account=%s#plan", from->key),
    };
    if (caller != NULL) {
        view.caller = cx_arena_text(ctx->arena, caller->name);
        view.caller_key = cx_arena_text(ctx->arena, caller->key);
        view.plan_label = SAY(ctx, "calls.plan.ask", CX_ARG_TEXT("name", caller->name));
    }
    return view;
}

static bool
add_worth(CxCtx *ctx, const GPtrArray *leaders, CxCallsView *view, GError **error)
{
    CxCallCandidates candidates;
    if (!cx_call_candidate_list(ctx, &candidates, error))
        return false;
    const size_t n = MIN(candidates.n, (size_t)CX_CALLS_SHOWN);
    CxCallWorthView *views = cx_arena_new0_n(ctx->arena, CxCallWorthView, n);
    for (size_t i = 0; i < n; i++)
        views[i] = worth_view(ctx, leaders, &candidates.items[i]);
    const size_t n_first = MIN(n, (size_t)CX_CALLS_FIRST);
    view->worth = CX_VIEW_LIST(views, n);
    view->first = CX_VIEW_LIST(views, n_first);
    if (n > n_first) {
        view->more = CX_VIEW_LIST(views + n_first, n - n_first);
        view->more_label = SAY(ctx, "calls.more", CX_ARG_NUMBER("more", (int64_t)(n - n_first)),
                               CX_ARG_NUMBER("all", (int64_t)candidates.n));
    }
    view->has_worth = n > 0;
    view->n_worth = (int64_t)candidates.n;
    if (candidates.n_resting + candidates.n_refusing > 0) {
        view->left_out = SAY(ctx, "calls.left_out", CX_ARG_NUMBER("resting", candidates.n_resting),
                             CX_ARG_NUMBER("refusing", candidates.n_refusing));
    }
    const bool is_found = !cx_day_is_none(candidates.found_on);
    view->found = SAY(ctx, "calls.found", CX_ARG_TEXT("is_found", is_found ? "yes" : "no"),
                      CX_ARG_TEXT("day", day_text(ctx, candidates.found_on)));
    return true;
}

CxCallsView *
cx_calls_view(CxCtx *ctx, GError **error)
{
    CxCalls calls;
    CxCallsView *view = cx_arena_new0(ctx->arena, CxCallsView);
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_call_list(ctx, &calls, error))
        return NULL;
    view->is_team = ctx->wall.can_change_program;
    view->open = pick_calls(ctx, leaders, &calls, (CxLeaderId){ 0 }, CX_CALLS_OPEN);
    view->ended = pick_calls(ctx, leaders, &calls, (CxLeaderId){ 0 }, CX_CALLS_ENDED);
    view->has_open = view->open.n > 0;
    view->has_ended = view->ended.n > 0;
    if (view->is_team && !add_worth(ctx, leaders, view, error))
        return NULL;
    const CxCallWorthView *first = view->has_worth ? view->first.items : NULL;
    view->headline = SAY(ctx, view->is_team ? "calls.headline" : "calls.headline.own",
                         CX_ARG_NUMBER("worth", view->n_worth), CX_ARG_NUMBER("open", view->open.n),
                         CX_ARG_TEXT("first", first != NULL ? first->customer : NULL));
    return view;
}
