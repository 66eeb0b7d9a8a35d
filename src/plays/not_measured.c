/* B1: a leader whose department no question is about has nothing to read; ask what they want to know
 * before the next questionnaire is made. */
#include "plays/play.h"

#define DAYS    30
#define MINUTES 30
#define WORTH   2

void
cx_play_not_measured(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; state->n_surveys > 0 && i < state->departments->len; i++) {
        const CxDepartment *department = state->departments->pdata[i];
        const CxLeader *head = cx_play_head(state, department->id);
        if (head == NULL || cx_play_n_items(state, department->id) > 0)
            continue;
        CxPlayProposal proposal = {
            .key = cx_arena_printf(state->ctx->arena, "not_measured:%" G_GINT64_FORMAT ":%s",
                                   head->id.v, department->key),
            .leader = head->id,
            .who = cx_arena_text(state->ctx->arena, head->name),
            .ask = cx_play_words(state, "play.not_measured.ask"),
            .by = cx_play_month_end(state, DAYS),
            .minutes = MINUTES,
            .worth = WORTH,
            .act = { cx_play_words(state, "play.act.leader"),
                     cx_play_leader_url(state, head->id, "") },
        };
        cx_play_say(state, &proposal, "not_measured",
                    (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called_within(state, head)),
                                            CX_ARG_TEXT("name", head->name),
                                            CX_ARG_TEXT("department", department->name),
                                            { .name = NULL } });
        g_array_append_val(out->proposals, proposal);
    }
}
