/* B2: a department meets a target that its customers do not feel. Once it has heard where ratings fall, a target is
 * agreed on that stands there. */
#include "plays/play.h"

#define DAYS_TO_ACT 28
#define MINUTES     30
#define WORTH       4
#define REST_DAYS   182 /* a target takes time to move */

static void
propose(const CxPlayState *state, const CxFinding *finding, const CxLeader *head, CxPlayOut *out)
{
    const char *prefix =
        cx_arena_printf(state->ctx->arena, "target_missed:%" G_GINT64_FORMAT ":", head->id.v);
    const char *key = cx_play_turn(state, prefix, REST_DAYS);
    if (key == NULL)
        return;
    CxPlayProposal proposal = {
        .key = key,
        .by = { MAX(finding->look.told.v + DAYS_TO_ACT, cx_play_friday(state).v) },
        .minutes = MINUTES,
        .worth = WORTH,
        .ask = cx_play_words(state, "play.target_missed.ask"),
    };
    cx_play_take_finding(state, finding, head, &proposal);
    cx_play_say(state, &proposal, "target_missed",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("within", cx_play_called_within(state, head)),
                    CX_ARG_TEXT("name", head->name),
                    CX_ARG_TEXT("sentence", finding->sentence),
                    { .name = NULL },
                });
    cx_play_add_material(&proposal, cx_play_words(state, "play.material.brief"),
                         cx_play_leader_url(state, head->id, "/brief"));
    g_array_append_val(out->proposals, proposal);
}

/* Whom a finding is to be talked over with; NULL: nobody, or the department was not told of it: another play brings
 * it, and whom it passed over on purpose is not asked for a target on its ground. */
static const CxLeader *
head_of(const CxPlayState *state, const CxFinding *finding)
{
    const bool is_it = finding->kind == CX_FINDING_THRESHOLD &&
                       finding->tone == CX_FINDING_TONE_BAD && finding->department.v != 0 &&
                       !cx_day_is_none(finding->look.told);
    return is_it ? cx_play_head(state, finding->department) : NULL;
}

/* One talk with a head, whatever else is found. */
static bool
is_begun(const CxPlayState *state, size_t at, const CxLeader *head)
{
    for (size_t i = 0; i < at; i++) {
        if (head_of(state, &state->findings.items[i]) == head)
            return true;
    }
    return false;
}

void
cx_play_target_missed(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->findings.n; i++) {
        const CxLeader *head = head_of(state, &state->findings.items[i]);
        if (head != NULL && !is_begun(state, i, head))
            propose(state, &state->findings.items[i], head, out);
    }
}
