/* E4: bad findings about a department reach its head before anyone above sees them: one visit for all. */
#include "plays/play.h"

#define DAYS_TO_ACT 3
#define MINUTES     20
#define WORTH       4 /* whoever takes office, and who carries the program, come before */

/* What one head has to be told. */
typedef struct {
    const CxFinding *first;
    size_t n;
} Visit;

static bool
is_to_bring(const CxFinding *finding)
{
    return finding->look.is_held && cx_day_is_none(finding->look.told);
}

static bool
is_for_same(const CxFinding *a, const CxFinding *b)
{
    return a->look.head.v == b->look.head.v &&
           (a->look.head.v != 0 || a->department.v == b->department.v);
}

/* The visit a finding begins; n is 0 where an earlier one of the same head begins it. */
static Visit
visit_from(const CxPlayState *state, size_t at)
{
    const CxFinding *items = state->findings.items;
    Visit visit = { .first = &items[at] };
    for (size_t i = 0; i < state->findings.n; i++) {
        if (!is_to_bring(&items[i]) || !is_for_same(&items[i], &items[at]))
            continue;
        if (i < at)
            return (Visit){ .first = &items[at] };
        visit.n++;
    }
    return visit;
}

static void
propose(const CxPlayState *state, const Visit *visit, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    const CxFinding *finding = visit->first;
    const CxLeader *head = cx_play_head(state, finding->department);
    const char *name = head != NULL ? head->name : finding->look.heads;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(arena, "bring_first:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                               finding->look.head.v, finding->id.v),
        .leader = finding->look.head,
        .who = cx_arena_text(arena, name),
        .by = { finding->found.v + DAYS_TO_ACT },
        .minutes = MINUTES,
        .worth = WORTH,
        .ask = cx_play_words(state, "play.bring_first.ask"),
    };
    cx_play_take_finding(state, finding, head, &proposal);
    cx_play_say(state, &proposal, "bring_first",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", head != NULL ? cx_play_called(state, head) : name),
                    CX_ARG_TEXT("name", name),
                    CX_ARG_TEXT("sentence", finding->sentence),
                    CX_ARG_NUMBER("others", (double)(visit->n - 1)),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_bring_first(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->findings.n; i++) {
        if (!is_to_bring(&state->findings.items[i]))
            continue;
        const Visit visit = visit_from(state, i);
        if (visit.n > 0)
            propose(state, &visit, out);
    }
}
