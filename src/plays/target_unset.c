/* B1: what a department counts has the target its head means, so that it can be set beside what
 * customers say. */
#include "plays/play.h"

#define MINUTES 10
#define WORTH   2
#define DAYS    28

void
cx_play_target_unset(const CxPlayState *state, CxPlayOut *out)
{
    for (guint i = 0; i < state->metrics->len; i++) {
        const CxMetric *metric = state->metrics->pdata[i];
        const CxLeader *head =
            metric->department.v != 0 ? cx_play_head(state, metric->department) : NULL;
        if (head == NULL || metric->has_target || metric->is_money || !metric->has_facts ||
            !cx_day_is_none(metric->target_from))
            continue;
        CxPlayProposal proposal = {
            .key = cx_arena_printf(state->ctx->arena, "target_unset:%" G_GINT64_FORMAT ":%s",
                                   head->id.v, metric->key),
            .leader = head->id,
            .who = cx_arena_text(state->ctx->arena, head->name),
            .by = cx_play_month_end(state, DAYS),
            .minutes = MINUTES,
            .worth = WORTH,
            .act = { cx_play_words(state, "play.act.metric"),
                     cx_arena_printf(state->ctx->arena, "/metrics/%" G_GINT64_FORMAT,
                                     metric->id.v) },
        };
        cx_play_say(state, &proposal, "target_unset",
                    (const CxMessageArg[]){ CX_ARG_TEXT("who", cx_play_called_within(state, head)),
                                            CX_ARG_TEXT("name", head->name),
                                            CX_ARG_TEXT("metric", metric->label),
                                            { .name = NULL } });
        g_array_append_val(out->proposals, proposal);
    }
}
