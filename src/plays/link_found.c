/* B3: what a department counts goes with what its customers say. Its head is shown which count that is: whoever doubts
 * ratings can watch what they keep themselves. */
#include <string.h>

#include "plays/play.h"

#define DAYS_TO_ACT 28
#define MINUTES     20
#define WORTH       3
#define REST_DAYS   366 /* it is found anew every quarter */

/* The metric a finding says a link of; NULL: it says none, or of a metric that is gone. */
static const CxMetric *
metric_of(const CxPlayState *state, const CxFinding *finding)
{
    const char *key = strrchr(finding->subject, ':');
    if (finding->kind != CX_FINDING_DRIVER || !g_str_has_prefix(finding->subject, "link:") ||
        finding->department.v == 0)
        return NULL;
    for (guint i = 0; i < state->metrics->len; i++) {
        const CxMetric *metric = state->metrics->pdata[i];
        if (strcmp(metric->key, key + 1) == 0)
            return metric;
    }
    return NULL;
}

static void
propose(const CxPlayState *state, const CxFinding *finding, const CxMetric *metric, CxPlayOut *out)
{
    const CxLeader *head = cx_play_head(state, finding->department);
    const char *prefix = cx_arena_printf(
        state->ctx->arena, "link_found:%" G_GINT64_FORMAT ":%s:", head->id.v, metric->key);
    const char *key = cx_play_turn(state, prefix, REST_DAYS);
    if (key == NULL)
        return;
    CxPlayProposal proposal = {
        .key = key,
        .by = cx_play_month_end(state, DAYS_TO_ACT),
        .minutes = MINUTES,
        .worth = WORTH,
        .ask = cx_play_words(state, "play.link_found.ask"),
    };
    cx_play_take_finding(state, finding, head, &proposal);
    cx_play_say(state, &proposal, "link_found",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("within", cx_play_called_within(state, head)),
                    CX_ARG_TEXT("name", head->name),
                    CX_ARG_TEXT("metric", metric->label),
                    CX_ARG_TEXT("sentence", finding->sentence),
                    { .name = NULL },
                });
    cx_play_add_material(&proposal, cx_play_words(state, "play.material.link"),
                         cx_arena_text(state->ctx->arena, finding->url));
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_link_found(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->findings.n; i++) {
        const CxFinding *finding = &state->findings.items[i];
        const CxMetric *metric = metric_of(state, finding);
        if (metric != NULL && cx_play_head(state, finding->department) != NULL)
            propose(state, finding, metric, out);
    }
}
