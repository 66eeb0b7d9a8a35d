#include "cli/demo_calls.h"

#include "cli/demo_work.h"
#include "engage/call.h"

/* Whom one asks for at the customers on top of the list, in its order. */
static const struct {
    const char *name, *office, *phone, *how;
    bool is_given;
} people[] = {
    { "Renate Voss", "head of purchasing", "+49 30 5550 110", "ticked it in the survey", true },
    { "Olivier Perrin", "plant manager", "+41 22 555 01 20", "told his account manager", true },
    { "Marta Kowalska", "supply manager", "+48 22 555 0130", "ticked it in the survey", true },
    { "Henrik Dahl", "buyer", NULL, "asked by mail not to be called", false },
    { "Ada Brandao", "head of engineering", "+351 21 555 0150", "ticked it in the survey", true },
    { "Paul Winter", "managing director", "+49 89 5550 160", "told Rafael at the fair", true },
    { "Ingrid Solberg", "head of purchasing", "+47 22 55 01 70", "ticked it in the survey", true },
    { "Tom Fielding", "operations", "+44 20 5555 0180", "told his account manager", true },
    { "Lucia Conti", "quality manager", "+39 02 5550 190", "ticked it in the survey", true },
};

/* Calls, to the customer at a place of the list as it was found. */
static const struct {
    size_t place;
    const char *leader;
    int32_t planned, ended; /* days ago; ended below 0: open, due so many days from now */
    const char *line;       /* NULL: open */
} calls[] = {
    { 5, "helen_marsh", 124, 120,
      "reached: they were never told that the depot had moved, promised one name for all orders" },
    { 6, "tomasz_wilk", 110, 105, "reached: passed on three times; wants one person to the end" },
    { 7, "gudrun_aasen", 40, 33, "not reached" },
    { 8, "aiko_tanabe", 100, 96,
      "reached: waits a day for an engineer, buys elsewhere when the line stands" },
    { 0, "mara_lindqvist", 3, -6, NULL },
};

static bool
note_people(CxCtx *ctx, const CxCallCandidates *found, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(people) && i < found->n; i++) {
        const CxCallConsentAdd add = { .account = found->items[i].key,
                                       .name = people[i].name,
                                       .office = people[i].office,
                                       .phone = people[i].phone,
                                       .is_given = people[i].is_given,
                                       .how = people[i].how };
        if (!cx_call_consent_add(ctx, &add, error))
            return false;
    }
    return true;
}

static bool
end_call(CxCtx *ctx, size_t i, int64_t id, GError **error)
{
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, calls[i].ended, error);
    CxCallEnd end;
    return then != NULL && cx_call_read(calls[i].line, then->today, then->arena, &end, error) &&
           cx_call_end(then, id, &end, error);
}

static bool
make_call(CxCtx *ctx, size_t i, const char *account, GError **error)
{
    int64_t id = 0;
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, calls[i].planned, error);
    CxLeaderId leader = { 0 };
    if (then == NULL || !cx_cli_demo_leader(then, calls[i].leader, &leader, error))
        return false;
    const CxCallPlan plan = { .account = account,
                              .leader = leader,
                              .due_on = { ctx->today.v - calls[i].ended } };
    return cx_call_plan(then, &plan, &id, error) &&
           (calls[i].line == NULL || end_call(ctx, i, id, error));
}

bool
cx_cli_demo_calls(CxCtx *ctx, GError **error)
{
    int64_t n = 0;
    CxCallCandidates found;
    if (!cx_call_find(ctx, &n, error) || !cx_call_candidate_list(ctx, &found, error) ||
        !note_people(ctx, &found, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(calls); i++) {
        if (calls[i].place < found.n && !make_call(ctx, i, found.items[calls[i].place].key, error))
            return false;
    }
    return true;
}
