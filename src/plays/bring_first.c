/* E4: a bad finding about a department reaches its head before anyone above sees it. */
#include "plays/play.h"

#define DAYS_TO_ACT 3
#define MINUTES     20
#define WORTH       4 /* whoever takes office, and who carries the program, come before */

static void
propose(const CxPlayState *state, const CxFinding *finding, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    const CxLeader *head = cx_play_head(state, finding->department);
    const char *name = head != NULL ? head->name : finding->look.heads;
    CxPlayProposal proposal = {
        .key = cx_arena_printf(arena, "bring_first:%" G_GINT64_FORMAT, finding->id.v),
        .leader = finding->look.head,
        .who = cx_arena_text(arena, name),
        .n = finding->value.n,
        .card = finding->value.card,
        .by = { MAX(finding->found.v + DAYS_TO_ACT, state->today.v) },
        .minutes = MINUTES,
        .worth = WORTH,
        .ask = cx_play_words(state, "play.bring_first.ask"),
        .act = { cx_play_words(state, "play.act.finding"),
                 cx_arena_printf(arena, "/findings/%" G_GINT64_FORMAT, finding->id.v) },
    };
    cx_play_say(state, &proposal, "bring_first",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("who", head != NULL ? cx_play_called(state, head) : name),
                    CX_ARG_TEXT("name", name),
                    CX_ARG_TEXT("sentence", finding->sentence),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_bring_first(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->findings.n; i++) {
        const CxFirstLook *look = &state->findings.items[i].look;
        if (look->is_held && cx_day_is_none(look->told))
            propose(state, &state->findings.items[i], out);
    }
}
