/* How leaders are coached, and which trade-offs were made. */
#include <string.h>

#include "base/error.h"
#include "pages/coaching_view.h"
#include "pages/leader_choices.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "web/form.h"

#define HERE "/leaders/coaching"

typedef struct {
    const char *leader;
    const char *step;
    CxDay due;
} StepAdd;

static const CxCommandField step_fields[] = {
    { CX_COMMAND(StepAdd, leader, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "coaching.leader", .about = "Key of the leader" },
    { CX_COMMAND(StepAdd, step, CX_COMMAND_TEXT), .is_required = true, .label_key = "sponsor.step",
      .hint_key = "sponsor.step.hint", .about = "What they are to learn or try" },
    { CX_COMMAND(StepAdd, due, CX_COMMAND_DAY), .label_key = "sponsor.step.due",
      .about = "By when" },
};
const CxCommandType cx_coaching_step_type =
    CX_COMMAND_TYPE("CoachingStepAdd", StepAdd, step_fields, "Adds a step to a leader's plan");

typedef struct {
    const char *what;
    const char *cost;
    const char *chosen;
    const char *why;
    const char *decided_by;
    CxDay on;
} TradeOffAdd;

static const CxCommandChoice chosen_choices[] = {
#define X(name, key) { key, "tradeoff.chosen." key },
    CX_TRADE_OFF_MAP(X)
#undef X
        { 0 }
};

static const CxCommandField trade_off_fields[] = {
    { CX_COMMAND(TradeOffAdd, what, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "tradeoff.what", .hint_key = "tradeoff.what.hint",
      .about = "What stood against what" },
    { CX_COMMAND(TradeOffAdd, cost, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "tradeoff.cost", .about = "What it cost, or would have" },
    { CX_COMMAND(TradeOffAdd, chosen, CX_COMMAND_CHOICE), .is_required = true,
      .choices = chosen_choices, .label_key = "tradeoff.chosen",
      .about = "customers, other or both" },
    { CX_COMMAND(TradeOffAdd, why, CX_COMMAND_TEXT), .label_key = "tradeoff.why",
      .about = "The reason given" },
    { CX_COMMAND(TradeOffAdd, decided_by, CX_COMMAND_CHOICE), .label_key = "tradeoff.by",
      .about = "Key of the leader who decided" },
    { CX_COMMAND(TradeOffAdd, on, CX_COMMAND_DAY), .label_key = "tradeoff.on",
      .about = "The day; otherwise today" },
};
const CxCommandType cx_trade_off_add_type =
    CX_COMMAND_TYPE("TradeOffAdd", TradeOffAdd, trade_off_fields,
                    "Notes what was chosen when serving customers cost something");

/* ---- The page ---- */

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxCoachingView *view = cx_coaching_view(ctx, error);
    if (view == NULL)
        return false;
    CxFormView *trade_form = cx_form_of(request, sent, &cx_trade_off_add_type, NULL);
    CxFormView *form = cx_form_of(request, sent, &cx_coaching_step_type, NULL);
    if (!cx_leader_choices(ctx, trade_form, "decided_by", error) ||
        !cx_leader_choices(ctx, form, "leader", error))
        return false;
    view->trade_form = trade_form;
    view->form = view->can_read ? form : NULL;
    const char *title = cx_message_text(ctx->catalogue, "coaching.title");
    return cx_reply_view(reply, "coaching", title, &cx_coaching_view_type, view, error);
}

/* ---- Changing ---- */

static bool
take_step(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    const StepAdd *add = command;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, add->leader, error);
    if (leader == NULL ||
        !cx_coach_step_add(ctx, CX_COACH_PLAN_COACHING, leader->id, add->step, add->due, error))
        return false;
    cx_reply_redirect(reply, HERE);
    return true;
}

static const CxForm step_form = { &cx_coaching_step_type, take_step, show, CX_REFUSALS_ABOVE };

bool
cx_page_coaching(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&step_form, ctx, request, reply, error);
}

bool
cx_page_coaching_step_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&step_form, ctx, request, reply, error);
}

static bool
take_end(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const CxCoachStepEnd *end = command;
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_coach_step_end(ctx, CX_COACH_PLAN_COACHING, id,
                           strcmp(end->outcome, "done") == 0 ? CX_COACH_STEP_DONE
                                                             : CX_COACH_STEP_DROPPED,
                           end->progress, error))
        return false;
    cx_reply_redirect(reply, HERE);
    return true;
}

static const CxForm end_form = { &cx_coach_step_end_type, take_end, show, CX_REFUSALS_ABOVE };

bool
cx_page_coaching_step_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&end_form, ctx, request, reply, error);
}

static bool
take_trade_off(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
               GError **error)
{
    const TradeOffAdd *add = command;
    CxTradeOff trade_off = {
        .what = add->what, .cost = add->cost, .why = add->why, .day = add->on
    };
    if (!cx_chosen_parse(add->chosen, &trade_off.chosen, error))
        return false;
    if (add->decided_by != NULL) {
        g_autoptr(CxLeader) leader = cx_leader_find(ctx, add->decided_by, error);
        if (leader == NULL)
            return false;
        trade_off.leader = leader->id;
    }
    if (!cx_trade_off_add(ctx, &trade_off, error))
        return false;
    cx_reply_redirect(reply, HERE);
    return true;
}

static const CxForm trade_off_form = { &cx_trade_off_add_type, take_trade_off, show,
                                       CX_REFUSALS_ABOVE };

bool
cx_page_trade_off_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&trade_off_form, ctx, request, reply, error);
}
