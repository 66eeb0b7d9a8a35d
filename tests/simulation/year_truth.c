/* What is true of a simulated program: the reasons for each play, from the world's own knowledge. */
#include "year_priv.h"

#include <string.h>

#include "evidence/change.h"

#define WEEK    7
#define QUARTER 91

static bool
in_office(const World *world, const Person *person)
{
    return person->from <= world->today &&
           (person->to == WORLD_NEVER || person->to >= world->today);
}

static int
weeks_in(const World *world, const Person *person)
{
    return (world->today - person->from) / WEEK;
}

static bool
heads(const World *world, int seat)
{
    for (int i = 0; i < world->n_people; i++) {
        if (world->people[i].seat == seat && in_office(world, &world->people[i]))
            return true;
    }
    return false;
}

/* Whoever follows is in the roster some days after they came. */
static bool
has_known_head(const World *world, int seat)
{
    for (int i = 0; i < world->n_people; i++) {
        const Person *person = &world->people[i];
        if (person->seat == seat && person->id.v != 0 && in_office(world, person))
            return true;
    }
    return false;
}

static bool
is_sponsored(const World *world)
{
    return world->sponsor >= 0 && in_office(world, &world->people[world->sponsor]);
}

static int
count_people(const World *world)
{
    return world->n_people;
}

static int
count_things(const World *world)
{
    return world->n_things;
}

static int
count_seats(const World *world)
{
    (void)world;
    return WORLD_SEATS;
}

static int
count_one(const World *world)
{
    (void)world;
    return 1;
}

static bool
about_person(const World *world, int i, const CxPlayProposal *proposal)
{
    return world->people[i].id.v != 0 && proposal->leader.v == world->people[i].id.v;
}

static bool
about_thing(const World *world, int i, const CxPlayProposal *proposal)
{
    return strstr(proposal->title, world->things[i].what) != NULL;
}

static bool
about_seat(const World *world, int i, const CxPlayProposal *proposal)
{
    g_autofree char *name = g_strdup_printf("Seat %d", i);
    bool is_head = false;
    for (int k = 0; k < world->n_people; k++)
        is_head |= world->people[k].seat == i && about_person(world, k, proposal);
    return is_head || strstr(proposal->title, name) != NULL || g_strcmp0(proposal->who, name) == 0;
}

static bool
about_one(const World *world, int i, const CxPlayProposal *proposal)
{
    (void)world;
    (void)i;
    (void)proposal;
    return true;
}

/* ---- Leaders ---- */

static bool
is_met_here(const Person *person)
{
    return person->met != WORLD_NEVER && person->met >= person->from;
}

static bool
new_leader(const World *world, int i)
{
    const Person *person = &world->people[i];
    const int weeks = weeks_in(world, person);
    return in_office(world, person) && weeks >= 4 && weeks <= 12 && !is_met_here(person);
}

static bool
in_round(const World *world, const Person *person)
{
    return world->round_from != WORLD_NEVER && person->covered != WORLD_NEVER &&
           person->covered < world->round_from;
}

static bool
not_met(const World *world, int i)
{
    const Person *person = &world->people[i];
    if (!in_office(world, person) || in_round(world, person))
        return false;
    return person->met == WORLD_NEVER ? weeks_in(world, person) >= 12
                                      : world->today - person->met > 60;
}

static bool
round_due(const World *world, int i)
{
    const Person *person = &world->people[i];
    return in_office(world, person) && in_round(world, person) &&
           (person->met == WORLD_NEVER ? weeks_in(world, person) >= 12
                                       : world->today - person->met > world->round_target);
}

static bool
round_done(const World *world, int i)
{
    (void)i;
    for (int k = 0; k < world->n_people; k++) {
        if (in_office(world, &world->people[k]) && in_round(world, &world->people[k]))
            return false;
    }
    return world->round_from != WORLD_NEVER;
}

static bool
term_ends(const World *world, int i)
{
    const Person *person = &world->people[i];
    return in_office(world, person) && person->to != WORLD_NEVER &&
           person->known_to <= world->today && person->to <= world->today + 92;
}

static bool
brief_outdated(const World *world, int i)
{
    const Person *person = &world->people[i];
    return in_office(world, person) && person->handed != WORLD_NEVER &&
           person->handed < world_closed(world);
}

static bool
priority_unasked(const World *world, int i)
{
    const Person *person = &world->people[i];
    return in_office(world, person) && person->met != WORLD_NEVER && !person->has_priority;
}

static bool
follow_up(const World *world, int i)
{
    const Person *person = &world->people[i];
    const int weeks = weeks_in(world, person);
    const int days = person->met != WORLD_NEVER ? world->today - person->met : 0;
    return in_office(world, person) && weeks >= 12 && weeks <= 18 && is_met_here(person) &&
           days >= 28 && days <= 60;
}

/* ---- What was said ---- */

static bool
is_promise(const Thing *thing)
{
    return thing->kind == THING_OURS || thing->kind == THING_THEIRS;
}

static bool
promise_due(const World *world, int i)
{
    const Thing *thing = &world->things[i];
    const int32_t ahead = thing->kind == THING_OURS ? WEEK : -1;
    return is_promise(thing) && !thing->is_done && thing->due <= world->today + ahead;
}

static bool
asked_open(const World *world, int i)
{
    const Thing *thing = &world->things[i];
    return thing->kind == THING_ASKED && !thing->is_done && thing->made + 5 <= world->today &&
           in_office(world, &world->people[thing->person]);
}

static bool
commitment_due(const World *world, int i)
{
    const Thing *thing = &world->things[i];
    return thing->kind == THING_COMMITMENT && !thing->is_done &&
           thing->due <= world->today + WEEK && in_office(world, &world->people[thing->person]);
}

/* ---- The sponsor ---- */

static bool
sponsor_unnamed(const World *world, int i)
{
    (void)i;
    return !is_sponsored(world);
}

static bool
sponsor_unmet(const World *world, int i)
{
    const Person *person = &world->people[i];
    const int days = person->met != WORLD_NEVER ? world->today - person->met : 0;
    const bool is_leaving = person->to != WORLD_NEVER && person->known_to <= world->today &&
                            person->to <= world->today + 30;
    return i == world->sponsor && in_office(world, person) && !is_leaving && days > 30 &&
           days <= 60;
}

static bool
successor_unnamed(const World *world, int i)
{
    const Person *person = &world->people[i];
    const bool stays = person->to == WORLD_NEVER || person->known_to > world->today ||
                       person->to > world->today + 92;
    return i == world->sponsor && in_office(world, person) && stays &&
           (world->successor < 0 || !in_office(world, &world->people[world->successor]));
}

/* A program younger than half a year has other worries; these were begun two months before the year or more. */
static bool
plainly_without_next(const World *world, int i)
{
    return successor_unnamed(world, i) && world->today - world->begun > 120;
}

static bool
sponsor_quiet(const World *world, int i)
{
    const Person *person = &world->people[i];
    return i == world->sponsor && world->is_spoken && in_office(world, person) &&
           world->today - MAX(person->spoke, person->from) > QUARTER;
}

/* ---- The survey ---- */

/* A quarter has passed since the ratings of this seat truly changed; each test that closes says it anew. */
static bool
has_changed(const World *world, int i)
{
    return i == world->changed_seat && world->today > world->changed_from + QUARTER;
}

/* The first test of it closed lately. */
static bool
is_news(const World *world, int i)
{
    return has_changed(world, i) && world->is_noticed &&
           world->today - (world->changed_from + QUARTER) <= 98;
}

static bool
plainly_improved(const World *world, int i)
{
    return is_news(world, i) && world->changed_by > 0.0 && !world->is_thanked;
}

/* What a department counts is known, and customers mind it before its own target is missed. */
static bool
is_late(const World *world, int i)
{
    return i == SEAT_LATE && world->days.on != WORLD_NEVER && world->days.on <= world->today;
}

/* The night that could find it was not long ago, and the program knows who heads the department. */
static bool
is_late_news(const World *world, int i)
{
    return is_late(world, i) && world->days.noticed != WORLD_NEVER &&
           world->today - world->days.noticed <= QUARTER + 2 * WEEK && has_known_head(world, i);
}

static bool
has_worsened(const World *world, int i)
{
    return is_late(world, i) || (has_changed(world, i) && world->changed_by < 0.0);
}

static bool
plainly_worsened(const World *world, int i)
{
    return (is_late_news(world, i) && !world->days.is_told) ||
           (is_news(world, i) && world->changed_by < 0.0 && !world->is_told && heads(world, i));
}

static bool
target_missed(const World *world, int i)
{
    return is_late(world, i) && world->days.is_told;
}

static bool
plainly_missed(const World *world, int i)
{
    return target_missed(world, i) && is_late_news(world, i);
}

static bool
undeclared(const World *world, int i)
{
    (void)i;
    return !world->is_declared;
}

static bool
seat_empty(const World *world, int i)
{
    return i < WORLD_SEATS - 1 && !heads(world, i);
}

static bool
more_answers(const World *world, int i)
{
    (void)world;
    return i == WORLD_SEATS - 2; /* where few answer */
}

static bool
survey_silent(const World *world, int i)
{
    (void)i;
    return world->today - world->answers_to > 45;
}

static bool
not_measured(const World *world, int i)
{
    return i == WORLD_SEATS - 1 && heads(world, i);
}

/* ---- The program ---- */

/* The share of those in office that nobody met for two months. */
static double
left_alone(const World *world)
{
    int n = 0;
    int n_left = 0;
    for (int k = 0; k < world->n_people; k++) {
        const Person *person = &world->people[k];
        if (!in_office(world, person))
            continue;
        n++;
        n_left += person->met == WORLD_NEVER || world->today - person->met > 60;
    }
    return (double)n_left / (double)MAX(n, 1);
}

static bool
fading(const World *world, int i)
{
    (void)i;
    return left_alone(world) > 0.1;
}

static bool
plainly_fading(const World *world, int i)
{
    (void)i;
    return left_alone(world) > 0.4;
}

static bool
resistance_recheck(const World *world, int i)
{
    (void)i;
    return world->recheck != WORLD_NEVER && world->recheck <= world->today + WEEK;
}

static bool
ambassador_turn(const World *world, int i)
{
    (void)i;
    return world->today - world->ambassador_from >= 366;
}

static bool
goals_unsaid(const World *world, int i)
{
    (void)i;
    return !world->has_goals;
}

static bool
meeting_unset(const World *world, int i)
{
    (void)i;
    return world->has_governance && world->meets_on < world->today;
}

/* ---- Customers, and what departments count ---- */

#define NEWS_DAYS  120 /* for which it is news that somebody left */
#define REST_DAYS  84  /* between two calls */
#define CALLS_OPEN 3

static bool
is_open_call(const Customer *customer)
{
    return customer->call != 0 && !customer->is_called;
}

static bool
is_worth_call(const World *world, const Customer *customer)
{
    const bool rests = customer->is_called && customer->called + REST_DAYS > world->today;
    return customer->known <= world->today && customer->left > world->today - NEWS_DAYS &&
           !is_open_call(customer) && !rests;
}

/* The sponsor is asked, where we know them; nobody twice in four weeks. */
static bool
rests_sponsor(const World *world)
{
    if (!is_sponsored(world) || world->people[world->sponsor].met == WORLD_NEVER)
        return false;
    for (int k = 0; k < world->n_customers; k++) {
        const Customer *customer = &world->customers[k];
        if (customer->call != 0 && customer->caller == world->sponsor &&
            (is_open_call(customer) || customer->planned > world->today - 4 * WEEK))
            return true;
    }
    return false;
}

static bool
call_unplanned(const World *world, int i)
{
    (void)i;
    int n_worth = 0;
    int n_open = 0;
    bool is_recent = false;
    for (int k = 0; k < world->n_customers; k++) {
        const Customer *customer = &world->customers[k];
        n_worth += is_worth_call(world, customer);
        n_open += is_open_call(customer);
        is_recent |= customer->call != 0 && customer->planned > world->today - WEEK;
    }
    return n_worth > 0 && n_open < CALLS_OPEN && !is_recent && !rests_sponsor(world);
}

static int
count_customers(const World *world)
{
    return world->n_customers;
}

static bool
call_due(const World *world, int i)
{
    return is_open_call(&world->customers[i]) && world->customers[i].due < world->today;
}

static bool
about_call(const World *world, int i, const CxPlayProposal *proposal)
{
    g_autofree char *end = g_strdup_printf(":%" G_GINT64_FORMAT, world->customers[i].call);
    return world->customers[i].call != 0 && g_str_has_suffix(proposal->key, end);
}

static bool
target_unset(const World *world, int i)
{
    return world->seats[i].is_counted && !world->seats[i].has_target && heads(world, i);
}

static bool
plainly_without_target(const World *world, int i)
{
    return has_known_head(world, i) && target_unset(world, i);
}

static int
count_plans(const World *world)
{
    return (int)G_N_ELEMENTS(world->step);
}

static bool
step_due(const World *world, int i)
{
    return world->step[i] != 0 && world->step_due[i] <= world->today + WEEK &&
           in_office(world, &world->people[world->step_person[i]]);
}

static bool
about_step(const World *world, int i, const CxPlayProposal *proposal)
{
    g_autofree char *end = g_strdup_printf(":%" G_GINT64_FORMAT, world->step[i]);
    const bool is_coaching = g_str_has_prefix(proposal->key, "step_due:coaching:");
    return g_str_has_suffix(proposal->key, end) && is_coaching == (i == 1);
}

/* It can be told once answers of a later day are in, or none are waited for any more. */
static bool
pilot_ended(const World *world, int i)
{
    const Trial *trial = &world->trial;
    (void)i;
    return trial->id != 0 && !trial->is_told &&
           (world->answers_to > trial->to || world->today > trial->to + CX_CHANGE_GRACE_DAYS);
}

const Truth truths[] = {
    { "new_leader", count_people, new_leader, about_person, 14, NULL },
    { "not_met", count_people, not_met, about_person, 14, NULL },
    { "round_due", count_people, round_due, about_person, 14, NULL },
    { "round_done", count_one, round_done, about_one, 14, NULL },
    { "term_ends", count_people, term_ends, about_person, 14, NULL },
    { "brief_outdated", count_people, brief_outdated, about_person, 14, NULL },
    { "priority_unasked", count_people, priority_unasked, about_person, 14, NULL },
    { "follow_up", count_people, follow_up, about_person, 14, NULL },
    { "promise_due", count_things, promise_due, about_thing, 7, NULL },
    { "asked_open", count_things, asked_open, about_thing, 7, NULL },
    { "commitment_due", count_things, commitment_due, about_thing, 7, NULL },
    { "sponsor_unnamed", count_one, sponsor_unnamed, about_one, 14, NULL },
    { "sponsor_unmet", count_people, sponsor_unmet, about_person, 14, NULL },
    { "successor_unnamed", count_people, successor_unnamed, about_person, 28,
      plainly_without_next },
    { "sponsor_quiet", count_people, sponsor_quiet, about_person, 14, NULL },
    { "tested_change", count_seats, has_changed, about_seat, 14, plainly_improved },
    { "bring_first", count_seats, has_worsened, about_seat, 14, plainly_worsened },
    { "undeclared", count_one, undeclared, about_one, 14, NULL },
    { "seat_empty", count_seats, seat_empty, about_seat, 21, NULL },
    { "more_answers", count_seats, more_answers, about_seat, 28, NULL },
    { "survey_silent", count_one, survey_silent, about_one, 14, NULL },
    { "not_measured", count_seats, not_measured, about_seat, 28, NULL },
    { "fading", count_one, fading, about_one, 35, plainly_fading },
    { "resistance_recheck", count_one, resistance_recheck, about_one, 7, NULL },
    { "ambassador_turn", count_one, ambassador_turn, about_one, 14, NULL },
    { "goals_unsaid", count_one, goals_unsaid, about_one, 14, NULL },
    { "meeting_unset", count_one, meeting_unset, about_one, 7, NULL },
    { "call_unplanned", count_one, call_unplanned, about_one, 14, NULL },
    { "call_due", count_customers, call_due, about_call, 7, NULL },
    { "step_due", count_plans, step_due, about_step, 7, NULL },
    { "target_unset", count_seats, target_unset, about_seat, 28, plainly_without_target },
    { "pilot_ended", count_one, pilot_ended, about_one, 14, NULL },
    { "target_missed", count_seats, target_missed, about_seat, 14, plainly_missed },
    { "link_found", count_seats, is_late, about_seat, 14, is_late_news },
    { "number_unexamined", count_one, world_is_unexamined, about_one, 14,
      world_is_plainly_unexamined },
    { "objection_open", count_one, world_is_objected, about_one, 7, NULL },
};
const size_t truths_n = G_N_ELEMENTS(truths);
