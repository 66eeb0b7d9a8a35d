/* C1: a department that customers are asked about has somebody to answer for it. */
#include "plays/play.h"

#define DAYS    14
#define MINUTES 15
#define WORTH   3

void
cx_play_seat_empty(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->departments->len; i++) {
        const CxDepartment *department = state->departments->pdata[i];
        const int64_t n_items = cx_play_n_items(state, department->id);
        const bool is_over = !cx_day_is_none(department->to) && department->to.v < state->today.v;
        if (is_over || n_items == 0 || state->leaders->len == 0 ||
            cx_play_head(state, department->id) != NULL)
            continue;
        CxPlayProposal proposal = {
            .key = cx_arena_printf(state->ctx->arena, "seat_empty:%s", department->key),
            .who = cx_arena_text(state->ctx->arena, department->name),
            .by = { state->today.v + DAYS },
            .minutes = MINUTES,
            .worth = WORTH,
            .act = { cx_play_words(state, "play.act.leaders"), "/leaders" },
        };
        cx_play_say(state, &proposal, "seat_empty",
                    (const CxMessageArg[]){ CX_ARG_TEXT("department", department->name),
                                            CX_ARG_NUMBER("n", n_items),
                                            { .name = NULL } });
        g_array_append_val(out->proposals, proposal);
    }
}
