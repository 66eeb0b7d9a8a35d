/* B8: what a pilot showed does not end with it. What worked is rolled out, with its leader telling the
 * next of it; what did not is told just as openly. Signs are no reason to roll out. */
#include <math.h>

#include "base/text.h"
#include "plays/play.h"

#define DAYS_TO_ACT    14
#define MINUTES        20
#define WORTH_ROLLOUT  4
#define WORTH_TELL     3
#define DECIMALS       1
#define DECIMALS_SMALL 2 /* below one: what is rated from 1 to 5 moves by tenths */

static const char *
said(const CxPilot *pilot, bool is_rollout)
{
    if (is_rollout)
        return "pilot_worked";
    switch (pilot->result->wording) {
    case CX_WORDING_WORSENED:
        return "pilot_harmed";
    case CX_WORDING_SIGNS:
        return "pilot_signs";
    case CX_WORDING_NONE:
        return "pilot_nothing";
    case CX_WORDING_IMPROVED:
    case CX_WORDING_TOO_FEW:
    case CX_WORDING_NOT_COMPARED:
    case CX_WORDING_N:
        break;
    }
    return "pilot_few";
}

static const char *
number(const CxPlayState *state, double value)
{
    const int decimals = fabs(value) < 1.0 ? DECIMALS_SMALL : DECIMALS;
    return isnan(value) ? ""
                        : cx_arena_take(state->ctx->arena, cx_text_number(fabs(value), decimals));
}

static void
propose(const CxPlayState *state, const CxPlayPilot *row, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    const CxPilot *pilot = row->pilot;
    const CxMeasured *effect = &pilot->result->effect;
    const bool is_rollout = pilot->result->wording == CX_WORDING_IMPROVED;
    const CxLeader *head = cx_play_head(state, pilot->item->department);
    CxPlayProposal proposal = {
        .key = cx_arena_printf(arena, "pilot_ended:%" G_GINT64_FORMAT, pilot->id.v),
        .leader = { head != NULL ? head->id.v : 0 },
        .who = head != NULL ? cx_arena_text(arena, head->name) : pilot->title,
        .n = MAX(effect->n, 0),
        .card = effect->card,
        .by = { MAX(pilot->to.v + DAYS_TO_ACT, cx_play_month_end(state, DAYS_TO_ACT).v) },
        .minutes = MINUTES,
        .worth = is_rollout ? WORTH_ROLLOUT : WORTH_TELL,
        .act = { cx_play_words(state, "play.act.pilot"),
                 cx_arena_printf(arena, "/pilots/%" G_GINT64_FORMAT, pilot->id.v) },
    };
    cx_play_say(state, &proposal, said(pilot, is_rollout),
                (const CxMessageArg[]){
                    CX_ARG_TEXT("what", pilot->title),
                    CX_ARG_TEXT("label", pilot->label),
                    CX_ARG_TEXT("within", head != NULL ? cx_play_called_within(state, head) : ""),
                    CX_ARG_TEXT("who", head != NULL ? cx_play_called(state, head) : ""),
                    CX_ARG_TEXT("has_head", head != NULL ? "yes" : "no"),
                    CX_ARG_TEXT("amount", number(state, effect->value)),
                    CX_ARG_TEXT("detectable", number(state, pilot->result->detectable)),
                    CX_ARG_TEXT("unit", "points"),
                    CX_ARG_TEXT("left", row->left != NULL ? row->left : ""),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_pilot_ended(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->n_pilots; i++) {
        const CxPlayPilot *row = &state->pilots[i];
        const CxPilotResult *result = row->pilot->result;
        const bool is_shown = result->wording == CX_WORDING_TOO_FEW ||
                              result->wording == CX_WORDING_NOT_COMPARED ||
                              !cx_measured_is_hidden(&result->effect);
        const bool is_rolled_out = result->wording == CX_WORDING_IMPROVED && row->left == NULL;
        if (is_shown && cx_day_is_none(row->pilot->withdrawn_on) && !is_rolled_out)
            propose(state, row, out);
    }
}
