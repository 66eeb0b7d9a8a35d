#include "cli/demo_practice.h"

#include "cli/demo_steps.h"
#include "cli/demo_work.h"
#include "engage/ambassador.h"
#include "engage/trade_off.h"
#include "engage/visible.h"

static const CxDemoStep steps[] = {
    { "tomasz_wilk", 150, 60, "Tell one customer's story in the heads' meeting",
      "Told two; the second one was asked for" },
    { "aiko_tanabe", 140, 90, "A page to all engineers each quarter, in her own words",
      "Two are out; the second was answered by nine of them" },
    { "aiko_tanabe", 30, 60, "Take an engineer along to a customer whose line stood", NULL },
    { "ines_ferreira", 50, 80, "An hour with those who answer complaints about invoices", NULL },
};

static const struct {
    int32_t days_ago;
    const char *leader;
    const char *what, *cost;
    CxChosen chosen;
    const char *why;
} trade_offs[] = {
    { 310, "helen_marsh", "Saturday service at the depots against overtime", "EUR 140,000 a year",
      CX_CHOSEN_CUSTOMERS, "Most late orders of the week begin on a Friday." },
    { 190, "priya_raman", "The shop's new search against the date of the new shop", "six weeks",
      CX_CHOSEN_OTHER, "The date was told to the board." },
    { 85, "desmond_achebe", "Credit notes at once against the month's close", "half a clerk",
      CX_CHOSEN_BOTH, "At once below EUR 500, the rest after the close." },
};

static const struct {
    const char *name, *department;
    int64_t hours;
    int32_t from; /* days ago */
} ambassadors[] = {
    { "Nora Lind", "delivery", 6, 250 },          { "Pavel Novak", "customer_service", 4, 300 },
    { "Yuki Mori", "technical_support", 4, 200 }, { "Bram Visser", "billing", 3, 120 },
    { "Selma Berg", "returns", 4, 280 },
};

/* What ambassadors did, by their place above. */
static const struct {
    size_t who;
    int32_t days_ago;
    CxAmbassadorActKind kind;
    const char *what;
    int64_t minutes;
} acts[] = {
    { 0, 70, CX_AMBASSADOR_TOLD, "The drivers of two depots, what customers say of the hour", 90 },
    { 0, 21, CX_AMBASSADOR_BROUGHT, "Drivers cannot see which orders were promised for noon", 30 },
    { 1, 44, CX_AMBASSADOR_TRAINED, "Six new colleagues, with four calls", 180 },
    { 1, 13, CX_AMBASSADOR_BROUGHT, "The second level takes no calls after four", 20 },
    { 2, 58, CX_AMBASSADOR_TOLD, "Her shift, why call-back hours were changed", 45 },
    { 3, 28, CX_AMBASSADOR_BROUGHT, "The order number is cut off on printed invoices", 20 },
};

static const struct {
    const char *leader;
    int32_t made, due; /* days ago; due below 0: so many days from now */
    const char *what;
    const char *evidence; /* NULL: open */
} commitments[] = {
    { "tomasz_wilk", 195, 160, "Opens the heads' meeting with a customer's call",
      "Twelve heads heard it; two asked for the recording" },
    { "gudrun_aasen", 180, 140, "New staff hear three customers in their first week",
      "In the plan of the first week since; 31 have heard them" },
    { "aiko_tanabe", 30, -24, "Rides along with an engineer for a day", NULL },
    { "mara_lindqvist", 12, -33, "Answers ten complaints about late orders herself", NULL },
};

static const struct {
    const char *leader;
    int32_t days_ago;
    CxChannel channel;
    const char *audience, *about;
} said[] = {
    { "helen_marsh", 190, CX_CHANNEL_MEETING, "all sites, in the town hall",
      "why the program is there, and what it will not do" },
    { "tomasz_wilk", 161, CX_CHANNEL_MEETING, "the heads", "a customer passed on three times" },
    { "helen_marsh", 38, CX_CHANNEL_VIDEO, "everybody",
      "what a day without a part costs a customer" },
    { "aiko_tanabe", 131, CX_CHANNEL_MAIL, "the engineers", "what waiting costs, in their words" },
    { "gudrun_aasen", 118, CX_CHANNEL_PAGE, "new staff", "the first week, and who is heard in it" },
};

static bool
choose(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(trade_offs); i++) {
        CxTradeOff trade_off = { .what = trade_offs[i].what,
                                 .cost = trade_offs[i].cost,
                                 .chosen = trade_offs[i].chosen,
                                 .why = trade_offs[i].why,
                                 .day = { ctx->today.v - trade_offs[i].days_ago } };
        if (!cx_cli_demo_leader(ctx, trade_offs[i].leader, &trade_off.leader, error) ||
            !cx_trade_off_add(ctx, &trade_off, error))
            return false;
    }
    return true;
}

static bool
name_ambassadors(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(ambassadors); i++) {
        const CxDay from = { ctx->today.v - ambassadors[i].from };
        if (!cx_ambassador_add(ctx, ambassadors[i].name, ambassadors[i].department,
                               ambassadors[i].hours, from, error))
            return false;
    }
    CxAmbassadors there;
    if (!cx_ambassador_load(ctx, &there, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(acts); i++) {
        CxAmbassadorAct act = { .kind = acts[i].kind,
                                .what = acts[i].what,
                                .minutes = acts[i].minutes,
                                .day = { ctx->today.v - acts[i].days_ago } };
        for (size_t k = 0; k < there.n; k++) {
            if (g_str_equal(there.items[k].name, ambassadors[acts[i].who].name))
                act.ambassador = there.items[k].id;
        }
        if (!cx_ambassador_note(ctx, &act, error))
            return false;
    }
    return true;
}

static bool
show_commitment(CxCtx *ctx, size_t i, CxLeaderId leader, GError **error)
{
    CxCommitments all;
    CxLeaderId whose = { 0 };
    g_autoptr(CxCtx) end = cx_cli_demo_ago(ctx, commitments[i].due, error);
    if (end == NULL || !cx_commitment_list(end, &all, error))
        return false;
    for (size_t k = 0; k < all.n; k++) {
        if (all.items[k].leader.v == leader.v && all.items[k].state == CX_COMMITMENT_OPEN)
            return cx_commitment_end(end, all.items[k].id, commitments[i].evidence, &whose, error);
    }
    return true;
}

static bool
commit(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(commitments); i++) {
        CxLeaderId leader = { 0 };
        const CxDay due = { ctx->today.v - commitments[i].due };
        g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, commitments[i].made, error);
        if (then == NULL || !cx_cli_demo_leader(then, commitments[i].leader, &leader, error) ||
            !cx_commitment_add(then, leader, commitments[i].what, due, error) ||
            (commitments[i].evidence != NULL && !show_commitment(ctx, i, leader, error)))
            return false;
    }
    return true;
}

static bool
tell(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(said); i++) {
        CxCommunication communication = { .day = { ctx->today.v - said[i].days_ago },
                                          .channel = said[i].channel,
                                          .audience = said[i].audience,
                                          .about = said[i].about };
        if (!cx_cli_demo_leader(ctx, said[i].leader, &communication.leader, error) ||
            !cx_communication_add(ctx, &communication, error))
            return false;
    }
    return true;
}

bool
cx_cli_demo_practice(CxCtx *ctx, GError **error)
{
    return cx_cli_demo_steps(ctx, CX_COACH_PLAN_COACHING, steps, CX_N_ELEMENTS(steps), error) &&
           choose(ctx, error) && name_ambassadors(ctx, error) && commit(ctx, error) &&
           tell(ctx, error);
}
