#include "cli/demo_goals.h"

#include "cli/demo_work.h"
#include "engage/goal.h"

enum { HOLDERS_MAX = 3 };

static const struct {
    int32_t days_ago;
    const char *what; /* NULL: in the words of the first holder's priority */
    const char
        *holders[HOLDERS_MAX]; /* keys; of the first's priority where they said one by then */
    CxGoalState state;
    int32_t ended_ago;
    const char *words; /* NULL: open */
} goals[] = {
    { 570, "One number on what a lost account costs", { "desmond_achebe" }, CX_GOAL_OPEN, 0, NULL },
    { 390,
      "Half as many customers passed on to somebody else",
      { "tomasz_wilk", "aiko_tanabe" },
      CX_GOAL_OPEN,
      0,
      NULL },
    { 230,
      "Customers hear of a missing part before they ask",
      { "leila_haddad", "rafael_moreno" },
      CX_GOAL_OPEN,
      0,
      NULL },
    { 195,
      "New staff hear customers in their first week",
      { "gudrun_aasen" },
      CX_GOAL_REACHED,
      140,
      "In the plan of the first week since; 31 have heard them" },
    { 185,
      "The shop's search finds parts by the customer's own number",
      { "priya_raman", "samuel_okoro" },
      CX_GOAL_DROPPED,
      150,
      "Comes with the new shop; its date was told to the board" },
};

/* What a leader said they want that no goal was kept of, the newest; 0: nothing. */
static bool
find_priority(CxCtx *ctx, CxLeaderId leader, int64_t *ret_id, GError **error)
{
    CxPriorities all;
    if (!cx_goal_unkept(ctx, &all, error))
        return false;
    *ret_id = 0;
    for (size_t i = 0; i < all.n && *ret_id == 0; i++) {
        if (all.items[i].leader.v == leader.v)
            *ret_id = all.items[i].id;
    }
    return true;
}

static bool
end(CxCtx *ctx, size_t i, int64_t id, GError **error)
{
    if (goals[i].state == CX_GOAL_OPEN)
        return true;
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, goals[i].ended_ago, error);
    return then != NULL && cx_goal_end(then, id, goals[i].state, goals[i].words, error);
}

/* Whoever said they want it holds the goal kept of that. */
static bool
keep(CxCtx *ctx, size_t i, GError **error)
{
    CxLeaderId holders[HOLDERS_MAX] = { 0 };
    CxGoalAdd add = { .what = goals[i].what };
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, goals[i].days_ago, error);
    size_t n = 0;
    for (; then != NULL && n < HOLDERS_MAX && goals[i].holders[n] != NULL; n++) {
        if (!cx_cli_demo_leader(then, goals[i].holders[n], &holders[n], error))
            return false;
    }
    if (then == NULL || !find_priority(then, holders[0], &add.priority, error))
        return false;
    const size_t first = add.priority != 0 ? 1 : 0;
    add.leaders = holders + first;
    add.n_leaders = n - first;
    int64_t id = 0;
    return cx_goal_add(then, &add, &id, error) && end(ctx, i, id, error);
}

bool
cx_cli_demo_goals(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(goals); i++) {
        if (!keep(ctx, i, error))
            return false;
    }
    return true;
}
