/* C1: a department that customers are asked about has somebody to answer for it. */
#include "plays/play.h"

#define DAYS    28 /* after the last head left */
#define MINUTES 15
#define WORTH   3

/* The last day of whoever headed it last; CX_DAY_NONE: nobody is known to have. */
static CxDay
empty_since(const CxPlayState *state, CxDepartmentId department)
{
    CxDay last = CX_DAY_NONE;
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        for (guint k = 0; k < leader->terms->len; k++) {
            const CxTerm *term = leader->terms->pdata[k];
            if (term->department.v == department.v && !cx_day_is_none(term->to) &&
                term->to.v < state->today.v && (cx_day_is_none(last) || term->to.v > last.v))
                last = term->to;
        }
    }
    return last;
}

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
        const CxDay since = empty_since(state, department->id);
        const bool is_known = !cx_day_is_none(since);
        CxPlayProposal proposal = {
            .key = cx_arena_printf(state->ctx->arena, "seat_empty:0:%s:%d", department->key,
                                   is_known ? since.v : 0),
            .who = cx_arena_text(state->ctx->arena, department->name),
            .by = is_known ? (CxDay){ since.v + DAYS } : cx_play_month_end(state, DAYS),
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
