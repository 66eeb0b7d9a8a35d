/* The table of plays, and what they have in common. */
#include "plays/play.h"

#include <inttypes.h>

#include "base/civil.h"
#include "lang/assert.h"

const CxPlay cx_plays[] = {
    { "new_leader", "C2", cx_play_new_leader },
    { "promise_due", "Z1", cx_play_promise_due },
    { "bring_first", "E4", cx_play_bring_first },
    { "tested_change", "E4", cx_play_tested_change },
    { "term_ends", "D3", cx_play_term_ends },
    { "not_met", "C3", cx_play_not_met },
    { "round_due", "C3", cx_play_round_due },
    { "round_done", "C3", cx_play_round_done },
    { "commitment_due", "C10", cx_play_commitment_due },
    { "sponsor_quiet", "C10", cx_play_sponsor_quiet },
    { "call_unplanned", "C10", cx_play_call_unplanned },
    { "call_due", "C10", cx_play_call_due },
    { "brief_outdated", "A4", cx_play_brief_outdated },
    { "undeclared", "E4", cx_play_undeclared },
    { "seat_empty", "C1", cx_play_seat_empty },
    { "more_answers", "A2", cx_play_more_answers },
    { "survey_silent", "A1", cx_play_survey_silent },
    { "not_measured", "B1", cx_play_not_measured },
    { "priority_unasked", "C2", cx_play_priority_unasked },
    { "asked_open", "C3", cx_play_asked_open },
    { "fading", "C12", cx_play_fading },
    { "sponsor_unnamed", "C4", cx_play_sponsor_unnamed },
    { "sponsor_unmet", "C5", cx_play_sponsor_unmet },
    { "successor_unnamed", "C4", cx_play_successor_unnamed },
    { "resistance_recheck", "C8", cx_play_resistance_recheck },
    { "step_due", "C6", cx_play_step_due },
    { "ambassador_turn", "C9", cx_play_ambassador_turn },
    { "follow_up", "C2", cx_play_follow_up },
    { "goals_unsaid", "C7", cx_play_goals_unsaid },
    { "meeting_unset", "D1", cx_play_meeting_unset },
    { "target_unset", "B1", cx_play_target_unset },
    { "pilot_ended", "B8", cx_play_pilot_ended },
    { "target_missed", "B2", cx_play_target_missed },
    { "link_found", "B3", cx_play_link_found },
    { "number_unexamined", "B7", cx_play_number_unexamined },
    { "objection_open", "B7", cx_play_objection_open },
};
const size_t cx_plays_n = CX_N_ELEMENTS(cx_plays);

static const char *
say(const CxPlayState *state, const char *play, const char *part, const CxMessageArg *args)
{
    g_autofree char *key = g_strconcat("play.", play, part, NULL);
    return cx_arena_take(state->ctx->arena,
                         cx_message_format_args(state->ctx->catalogue, key, args));
}

void
cx_play_say(const CxPlayState *state, CxPlayProposal *proposal, const char *play,
            const CxMessageArg *args)
{
    proposal->title = say(state, play, ".title", args);
    proposal->short_title = say(state, play, ".short", args);
    proposal->why = say(state, play, ".why", args);
}

const char *
cx_play_words(const CxPlayState *state, const char *key)
{
    return cx_message_text(state->ctx->catalogue, key);
}

void
cx_play_add_material(CxPlayProposal *proposal, const char *label, const char *url)
{
    cx_assert(proposal->n_materials < CX_PLAY_MATERIALS_MAX);
    proposal->materials[proposal->n_materials++] = (CxPlayLink){ label, url };
}

const char *
cx_play_leader_url(const CxPlayState *state, CxLeaderId leader, const char *rest)
{
    return cx_arena_printf(state->ctx->arena, "/leaders/%" PRId64 "%s", leader.v, rest);
}

const char *
cx_play_turn(const CxPlayState *state, const char *prefix, int32_t rest_days)
{
    const CxPlayAnswer *newest = cx_play_answer_newest(&state->answers, prefix);
    if (newest == NULL)
        return cx_arena_printf(state->ctx->arena, "%sfirst", prefix);
    const bool is_silent =
        newest->kind == CX_PLAY_ANSWER_NEVER || state->today.v - newest->day.v < rest_days;
    return is_silent ? NULL : cx_arena_printf(state->ctx->arena, "%s%d", prefix, newest->day.v);
}

void
cx_play_take_finding(const CxPlayState *state, const CxFinding *finding, const CxLeader *head,
                     CxPlayProposal *proposal)
{
    proposal->n = MAX(finding->value.n, 0);
    proposal->card = finding->value.card;
    proposal->act =
        (CxPlayLink){ cx_play_words(state, "play.act.finding"),
                      cx_arena_printf(state->ctx->arena, "/findings/%" PRId64, finding->id.v) };
    if (head == NULL)
        return;
    proposal->leader = head->id;
    proposal->who = cx_arena_text(state->ctx->arena, head->name);
}

CxDay
cx_play_month_end(const CxPlayState *state, int32_t days)
{
    const int32_t month = cx_day_month_index((CxDay){ state->today.v + days });
    return (CxDay){ cx_month_first_day(month + 1).v - 1 };
}

CxDay
cx_play_friday(const CxPlayState *state)
{
    enum { FRIDAY = 4 }; /* after Monday */
    return (CxDay){ MAX(cx_day_monday(state->today).v + FRIDAY, state->today.v) };
}

const char *
cx_play_day(const CxPlayState *state, CxDay day)
{
    return cx_arena_take(state->ctx->arena, cx_day_format_long(day));
}
