/* C9: after a year in the role it is somebody else's turn. */
#include "plays/play.h"

#define MINUTES 20
#define WORTH   2
#define DAYS    28

void
cx_play_ambassador_turn(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->ambassadors.n_there; i++) {
        const CxAmbassador *each = &state->ambassadors.items[i];
        if (!each->is_turn)
            continue;
        CxPlayProposal proposal = {
            .key =
                cx_arena_printf(state->ctx->arena, "ambassador_turn:0:%" G_GINT64_FORMAT, each->id),
            .who = each->department_name,
            .by = { each->from.v + CX_AMBASSADOR_TURN_DAYS + DAYS },
            .minutes = MINUTES,
            .worth = WORTH,
            .act = { cx_play_words(state, "play.act.ambassadors"), "/leaders/ambassadors" },
        };
        cx_play_say(state, &proposal, "ambassador_turn",
                    (const CxMessageArg[]){ CX_ARG_TEXT("name", each->name),
                                            CX_ARG_TEXT("department", each->department_name),
                                            CX_ARG_TEXT("day", cx_play_day(state, each->from)),
                                            { .name = NULL } });
        g_array_append_val(out->proposals, proposal);
    }
}
