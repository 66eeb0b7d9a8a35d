#include "weeks_life.h"

#include "base/civil.h"
#include "engage/call.h"
#include "engage/coach_step.h"
#include "engage/detail.h"
#include "engage/note.h"
#include "engage/resistance.h"
#include "engage/round.h"
#include "engage/visible.h"
#include "people/leader.h"

#define TARGET_DAYS 60
#define MAX_DAYS    91

void
life_note(CxCtx *ctx, CxLeaderId leader, const char *format)
{
    g_autoptr(CxLeader) whose = cx_leader_load(ctx, leader, NULL);
    g_autofree char *who = g_strconcat("@", whose->key, NULL);
    g_auto(GStrv) parts = g_strsplit(format, "@", 2);
    g_autofree char *line = g_strjoinv(who, parts);
    int64_t id = 0;
    CxCapture capture;
    DO(cx_note_take(ctx, line, &id, &capture, error));
}

/* Another of them with each leader, and each time. */
static const char *
pick(const CxCtx *ctx, CxLeaderId leader, const char *const *from, size_t n)
{
    return from[(size_t)(leader.v + ctx->today.v / 7) % n];
}

/* ---- Meetings ---- */

static void
promise(CxCtx *ctx, CxLeaderId leader, const char *const *from, size_t n, int32_t days)
{
    g_autofree char *due = cx_day_format((CxDay){ ctx->today.v + days });
    g_autofree char *line = g_strdup_printf("%s by %s", pick(ctx, leader, from, n), due);
    life_note(ctx, leader, line);
}

static void
say(CxCtx *ctx, CxLeaderId leader)
{
    static const char *const ours[] = {
        "promised @ the complaints of their three largest customers",
        "promised @ the comments of the quarter, sorted by cause",
        "promised @ a page for the works council",
        "promised @ a seat at the next visit to a customer",
        "promised @ the spring in one chart",
        "promised @ names of customers who would speak at their meeting",
    };
    static const char *const theirs[] = {
        "@ promised two people for the pilot",    "@ promised an hour of the team meeting",
        "@ promised the stock figures by part",   "@ promised names for the customer panel",
        "@ promised the opening hours of depots",
    };
    static const char *const asked[] = {
        "How many answers is that for us?", "Does it hold for new customers too?",
        "What do other depots do?",         "What would ten points be worth?",
        "Who else has seen this?",
    };
    static const char *const committed[] = {
        "Opens each team meeting with a customer’s words", "Spends a morning on the service line",
        "Writes to all about what changed for customers",  "Thanks the depot in person",
        "Calls back three customers who complained",
    };
    switch ((leader.v + ctx->today.v / 7) % 6) {
    case 0:
        promise(ctx, leader, ours, G_N_ELEMENTS(ours), 18);
        break;
    case 1:
        promise(ctx, leader, theirs, G_N_ELEMENTS(theirs), 25);
        break;
    case 2:
        DO(cx_detail_add(ctx, leader, CX_DETAIL_ASKED,
                         pick(ctx, leader, asked, G_N_ELEMENTS(asked)), error));
        break;
    case 3:
        DO(cx_commitment_add(ctx, leader, pick(ctx, leader, committed, G_N_ELEMENTS(committed)),
                             (CxDay){ ctx->today.v + 32 }, error));
        break;
    default: /* most meetings leave nothing open */
        break;
    }
}

void
life_ask(CxCtx *ctx, const CxPlayProposal *proposal)
{
    static const char *const wishes[] = { "@ wants fewer forms", "@ wants one name for each order",
                                          "@ wants answers within a day",
                                          "@ wants fewer returns for the wrong part" };
    life_note(ctx, proposal->leader, pick(ctx, proposal->leader, wishes, G_N_ELEMENTS(wishes)));
}

void
life_meet(CxCtx *ctx, const CxPlayProposal *proposal)
{
    static const char *const topics[] = {
        "met @ about next quarter",           "met @ about what customers wait for",
        "called @ about the board meeting",   "met @ about the people it takes",
        "met @ about what came of the pilot", "called @ about the comments of the month",
        "met @ about who should hear of it",
    };
    life_note(ctx, proposal->leader, pick(ctx, proposal->leader, topics, G_N_ELEMENTS(topics)));
    say(ctx, proposal->leader);
    if (proposal->ask != NULL)
        life_ask(ctx, proposal);
}

/* ---- What happens ---- */

static CxLeaderId
called(CxCtx *ctx, const char *key)
{
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, key, NULL);
    g_assert_nonnull(leader);
    return leader->id;
}

static void
say_goodbye(CxCtx *ctx, const char *key, int32_t days)
{
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, key, NULL);
    g_assert_nonnull(leader);
    const CxTerm *term = cx_leader_term(leader, ctx->today);
    DO(cx_leader_end_term(ctx, leader->id, term->id, (CxDay){ ctx->today.v + days }, error));
}

static void
welcome(CxCtx *ctx, const char *name, const char *title, const char *department)
{
    const CxLeaderAdd add = { .name = name,
                              .title = title,
                              .department = department,
                              .from = ctx->today,
                              .to = CX_DAY_NONE };
    CxLeaderId id;
    DO(cx_leader_add(ctx, &add, &id, error));
}

static void
begin_round(CxCtx *ctx, const char *name)
{
    static const char *const questions[] = { "Are we going in the right direction?",
                                             "Does the feedback help you day to day?" };
    const CxRoundBegin begin = { .name = name,
                                 .target_days = TARGET_DAYS,
                                 .max_days = MAX_DAYS,
                                 .questions = questions,
                                 .n_questions = G_N_ELEMENTS(questions) };
    CxRoundId id;
    DO(cx_round_begin(ctx, &begin, &id, error));
}

static void
note_resistance(CxCtx *ctx, const char *key, int32_t days)
{
    const CxResistanceEntry signal = { .kind = CX_RESISTANCE_SIGNAL,
                                       .key = "quiet",
                                       .what = "Cancels the second time.",
                                       .day = ctx->today,
                                       .due = CX_DAY_NONE };
    const CxResistanceEntry cause = { .kind = CX_RESISTANCE_CAUSE,
                                      .key = "control",
                                      .what = "Others report on the department.",
                                      .day = ctx->today,
                                      .due = CX_DAY_NONE };
    const CxResistanceEntry plan = { .kind = CX_RESISTANCE_PLAN,
                                     .key = "control.1",
                                     .what = "Plans the next pilot with us.",
                                     .day = ctx->today,
                                     .due = { ctx->today.v + days } };
    int64_t id = 0;
    DO(cx_resistance_open(ctx, called(ctx, key), &signal, &id, error));
    DO(cx_resistance_add(ctx, id, &cause, error));
    DO(cx_resistance_add(ctx, id, &plan, error));
}

static void
add_step(CxCtx *ctx, CxCoachPlan plan, const char *key, const char *what)
{
    DO(cx_coach_step_add(ctx, plan, called(ctx, key), what, (CxDay){ ctx->today.v + 20 }, error));
}

/* Two of three callers say themselves how it went. */
static void
note_calls(CxCtx *ctx)
{
    CxCalls calls;
    DO(cx_call_list(ctx, &calls, error));
    for (size_t i = 0; i < calls.n; i++) {
        const CxCall *call = &calls.items[i];
        const CxCallEnd said = { .outcome = CX_CALL_REACHED,
                                 .said = "wants to know the day before",
                                 .promise_due = CX_DAY_NONE };
        if (call->outcome == CX_CALL_OPEN && call->due_on.v <= ctx->today.v && call->id % 3 != 0)
            DO(cx_call_end(ctx, call->id, &said, error));
    }
}

void
life_pass_week(CxCtx *ctx, int week)
{
    note_calls(ctx);
    switch (week) {
    case 14:
        begin_round(ctx, "Spring one-on-ones");
        break;
    case 16:
        add_step(ctx, CX_COACH_PLAN_SPONSOR, "priya_raman",
                 "Ask the board for one goal about customers");
        break;
    case 18:
        say_goodbye(ctx, "jonas_brandt", 39);
        break;
    case 20:
        note_resistance(ctx, "rafael_moreno", 30);
        break;
    case 22:
        add_step(ctx, CX_COACH_PLAN_COACHING, "leila_haddad",
                 "Tells her team what a complaint costs");
        break;
    case 27:
        welcome(ctx, "Clara Voss", "Head of Returns and Repairs", "returns");
        break;
    case 31:
        add_step(ctx, CX_COACH_PLAN_SPONSOR, "priya_raman",
                 "Say to all why the returns desk gets two people");
        break;
    case 37:
        note_resistance(ctx, "leila_haddad", 28);
        break;
    case 41:
        begin_round(ctx, "Autumn one-on-ones 2027");
        break;
    case 45:
        add_step(ctx, CX_COACH_PLAN_COACHING, "samuel_okoro",
                 "Shows his team a recording of a visit");
        break;
    default: /* nothing of note happens in most weeks */
        break;
    }
}
