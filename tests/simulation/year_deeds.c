/* What the CX leader of a simulated program does about what the week proposes. */
#include "year_priv.h"

#include <string.h>

#include "base/civil.h"
#include "engage/ambassador.h"
#include "engage/detail.h"
#include "engage/promise.h"
#include "engage/resistance.h"
#include "engage/round.h"
#include "engage/visible.h"
#include "evidence/finding.h"

static int
person_of(const World *world, CxLeaderId leader)
{
    for (int i = 0; i < world->n_people; i++) {
        if (world->people[i].id.v == leader.v)
            return i;
    }
    return -1;
}

static void
end_thing(CxCtx *ctx, Thing *thing)
{
    CxLeaderId whose;
    if (thing->kind == THING_ASKED)
        DO(cx_detail_end(ctx, thing->id, "sent", &whose, error));
    else if (thing->kind == THING_COMMITMENT)
        DO(cx_commitment_end(ctx, thing->id, "it was seen", &whose, error));
    else
        DO(cx_promise_end(ctx, thing->id, CX_PROMISE_KEPT, error));
    thing->is_done = true;
}

static void
answer_done(CxCtx *ctx, const CxPlayProposal *proposal)
{
    const CxPlayAnswer done = { .key = proposal->key,
                                .title = proposal->title,
                                .kind = CX_PLAY_ANSWER_DONE,
                                .until = CX_DAY_NONE };
    DO(cx_play_answer_give(ctx, &done, error));
}

static void
do_visit(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    const int i = person_of(world, proposal->leader);
    const bool is_spell = world->today >= world->spell_from && world->today < world->spell_to;
    (void)ctx;
    if (!is_spell && world_is_there(&world->people[i], world->today))
        world_talk(world, i, world->today);
}

static void
do_thing(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    for (int i = 0; i < world->n_things; i++) {
        if (!world->things[i].is_done && strstr(proposal->title, world->things[i].what) != NULL)
            end_thing(ctx, &world->things[i]);
    }
}

static void
do_priority(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    world_tell_priority(world, &world->people[person_of(world, proposal->leader)], world->today);
}

static void
do_sponsor(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    const bool is_next = g_str_equal(proposal->play, "successor_unnamed");
    for (int i = 0; i < world->n_people; i++) {
        if (world->people[i].id.v == 0 || i == world->sponsor ||
            !world_is_there(&world->people[i], world->today) || world->people[i].to != WORLD_NEVER)
            continue;
        world_set(world, is_next ? "sponsor_successor" : "sponsor", world->people[i].id.v,
                  world->today);
        *(is_next ? &world->successor : &world->sponsor) = i;
        if (world->successor == world->sponsor)
            world->successor = -1;
        return;
    }
}

static void
do_speak(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    world_speak(world, person_of(world, proposal->leader), world->today);
}

static void
do_brief(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    for (int i = 0; i < world->n_people; i++) {
        Person *person = &world->people[i];
        if (person->id.v == proposal->leader.v)
            world_hand_brief(world, ctx, person);
    }
}

static void
do_program(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    const bool is_goals = g_str_equal(proposal->play, "goals_unsaid");
    if (!is_goals)
        world->meets_on = world->today + world_between(world, 20, 50);
    world_set_program(world, is_goals ? CX_PROGRAM_GOALS : CX_PROGRAM_GOVERNANCE, world->today,
                      is_goals ? WORLD_NEVER : world->meets_on);
    world->has_goals |= is_goals;
}

static void
do_declare(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    (void)proposal;
    world_declare(world, world->today);
}

static void
do_bring(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    (void)proposal;
    world->forgets_to = world->today;
}

static void
do_thank(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    (void)proposal;
    g_autofree char *line = g_strdup_printf("thanked @seat%d for the work", world->changed_seat);
    if (world->changed_seat >= 0 && world->changed_by > 0.0) {
        world_take(world, world->today, line);
        world->is_thanked = true;
    }
}

static void
do_tell(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    CxFindingList findings;
    DO(cx_finding_list(ctx, NULL, &findings, error));
    for (size_t i = 0; i < findings.n; i++) {
        if (!findings.items[i].look.is_held || !cx_day_is_none(findings.items[i].look.told))
            continue;
        DO(cx_first_look_tell(ctx, findings.items[i].id, error));
        world_hear_finds(world, findings.items[i].kind);
    }
    world->is_told = true;
}

static void
do_round(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    DO(cx_round_end(ctx, (CxRoundId){ world->round }, error));
    world->round_from = WORLD_NEVER;
}

static void
do_recheck(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    const CxResistanceEntry outcome = { .kind = CX_RESISTANCE_OUTCOME,
                                        .key = "eased",
                                        .what = "w",
                                        .day = { world->today },
                                        .due = CX_DAY_NONE };
    DO(cx_resistance_add(ctx, world->resistance, &outcome, error));
    world->recheck = WORLD_NEVER;
}

static void
do_ambassador(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    DO(cx_ambassador_end(ctx, world->ambassador, NULL, error));
    world_begin_ambassador(world, world->today, world->today);
}

static void
do_call(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    world_plan_call(world, ctx);
}

static void
do_call_noted(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    world_end_call(world, ctx, proposal->key);
}

static void
do_target(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    world_set_target(world, ctx, proposal->key);
}

static void
do_step(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    world_end_step(world, ctx, proposal->key);
}

static void
do_examine(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)ctx;
    (void)proposal;
    world_examine(world, world->today, world_happens(world, 0.4));
}

static void
do_objection(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    answer_done(ctx, proposal);
    if (world_happens(world, 0.7))
        world_end_objection(world);
}

static void
do_trial(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    const bool is_rollout = g_str_has_prefix(proposal->title, "Roll out");
    world_end_trial(world, ctx, is_rollout);
    if (!is_rollout)
        answer_done(ctx, proposal);
}

static const struct {
    const char *play;
    void (*act)(World *world, CxCtx *ctx, const CxPlayProposal *proposal);
} deeds[] = {
    { "new_leader", do_visit },
    { "not_met", do_visit },
    { "round_due", do_visit },
    { "follow_up", do_visit },
    { "sponsor_unmet", do_visit },
    { "promise_due", do_thing },
    { "asked_open", do_thing },
    { "commitment_due", do_thing },
    { "priority_unasked", do_priority },
    { "sponsor_unnamed", do_sponsor },
    { "successor_unnamed", do_sponsor },
    { "sponsor_quiet", do_speak },
    { "brief_outdated", do_brief },
    { "goals_unsaid", do_program },
    { "meeting_unset", do_program },
    { "undeclared", do_declare },
    { "survey_silent", do_bring },
    { "tested_change", do_thank },
    { "bring_first", do_tell },
    { "round_done", do_round },
    { "resistance_recheck", do_recheck },
    { "ambassador_turn", do_ambassador },
    { "call_unplanned", do_call },
    { "call_due", do_call_noted },
    { "target_unset", do_target },
    { "step_due", do_step },
    { "pilot_ended", do_trial },
    { "number_unexamined", do_examine },
    { "objection_open", do_objection },
};

void
world_do(World *world, CxCtx *ctx, const CxPlayProposal *proposal)
{
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
        if (g_str_equal(deeds[i].play, proposal->play)) {
            deeds[i].act(world, ctx, proposal);
            return;
        }
    }
    answer_done(ctx, proposal); /* what leaves no record of its own */
}
