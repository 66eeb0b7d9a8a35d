/* A simulated program: what happens in it, told to the product through its own functions. */
#include "year_priv.h"

#include <string.h>

#include "base/civil.h"
#include "db/db.h"
#include "db/migrate.h"
#include "engage/ambassador.h"
#include "engage/basis.h"
#include "engage/detail.h"
#include "engage/note.h"
#include "engage/resistance.h"
#include "engage/round.h"
#include "engage/settings.h"
#include "engage/visible.h"
#include "evidence/change.h"
#include "evidence/declaration.h"
#include "evidence/finding.h"
#include "evidence/pilot.h"
#include "feedback/frame_store.h"
#include "feedback/import.h"
#include "govern/program.h"
#include "people/leader.h"
#include "tell/handover.h"

#define HISTORY_MONTHS 26
#define ROUND_DAYS     30
#define US_A_DAY       INT64_C(86400000000)
#define NOON_US        INT64_C(43200000000)

/* ---- Chance ---- */

bool
world_happens(World *world, double chance)
{
    return cx_random_unit(&world->random) < chance;
}

int32_t
world_between(World *world, int32_t lo, int32_t hi)
{
    return lo + (int32_t)cx_random_below(&world->random, (uint64_t)(hi - lo + 1));
}

static CxCtx *
ctx_on(CxDb *db, CxFrameShelf *shelf, CxCatalogue *catalogue, int32_t day)
{
    CxCtx *ctx = cx_ctx_open_system(db, shelf, (CxInstant){ day * US_A_DAY + NOON_US });
    ctx->catalogue = catalogue;
    return ctx;
}

CxCtx *
world_ctx(const World *world, int32_t day)
{
    return ctx_on(world->db, world->shelf, world->catalogue, day);
}

void
world_take(const World *world, int32_t day, const char *line)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    int64_t id = 0;
    CxCapture capture;
    DO(cx_note_take(ctx, line, &id, &capture, error));
}

/* ---- The store every year begins from ---- */

void
world_found(const char *url, int32_t today)
{
    DO(cx_db_migrate(url, (CxInstant){ today * US_A_DAY }, error));
    World world = { .random = cx_random_seeded(1), .changed_seat = -1 };
    world.catalogue = cx_catalogue_load("en", NULL);
    world.shelf = cx_frame_shelf_new(cx_frame_store_loader);
    world.db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_assert_nonnull(world.db);
    const int32_t from = world_month_first(today - HISTORY_MONTHS * 30);
    world_bring_answers(&world, from, world_month_first(today) - 1);
    g_autoptr(CxCtx) ctx = world_ctx(&world, today - 900);
    CxDepartmentId id;
    DO(cx_department_add(ctx, "seat5", "Seat 5", &id, error));
    const CxBasis basis = {
        .is_on = true, .purpose = "to help", .legal_basis = "agreed", .retention_days = 3000
    };
    DO(cx_basis_set(ctx, &basis, error));
    world_found_finance(ctx);
    g_clear_pointer(&ctx, cx_ctx_free);
    cx_db_close(world.db);
    cx_frame_shelf_free(world.shelf);
    cx_catalogue_free(world.catalogue);
}

/* ---- People ---- */

static Person *
add_person(World *world, int seat, int32_t from)
{
    g_assert_cmpint(world->n_people, <, WORLD_PEOPLE);
    Person *person = &world->people[world->n_people++];
    *person = (Person){ .seat = seat,
                        .from = from,
                        .to = WORLD_NEVER,
                        .known_to = INT32_MAX,
                        .met = WORLD_NEVER,
                        .handed = WORLD_NEVER,
                        .spoke = WORLD_NEVER,
                        .covered = WORLD_NEVER };
    const int i = world->n_people - 1;
    g_snprintf(person->name, sizeof person->name, "Person %c%c", 'A' + i / 26, 'A' + i % 26);
    g_snprintf(person->key, sizeof person->key, "person_%c%c", 'a' + i / 26, 'a' + i % 26);
    return person;
}

static void
tell_of(World *world, Person *person, int32_t day)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    g_autofree char *key = g_strdup_printf("seat%d", person->seat);
    const CxLeaderAdd add = { .name = person->name,
                              .title = "Head",
                              .department = person->seat >= 0 ? key : NULL,
                              .from = { person->from },
                              .to = CX_DAY_NONE };
    DO(cx_leader_add(ctx, &add, &person->id, error));
}

static void
tell_end(World *world, Person *person, int32_t day)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, person->id, NULL);
    const CxTerm *term = leader->terms->pdata[0];
    DO(cx_leader_end_term(ctx, person->id, term->id, (CxDay){ person->to }, error));
}

bool
world_is_there(const Person *person, int32_t day)
{
    return person->from <= day && (person->to == WORLD_NEVER || person->to >= day);
}

/* Somebody is truly met, or called; the line is noted, at times a week or two later. */
static void
meet(World *world, int i, int32_t day)
{
    Person *person = &world->people[i];
    person->first = person->met == WORLD_NEVER ? day : person->first;
    person->met = day;
    if (world->round_from != WORLD_NEVER && day >= world->round_from)
        person->covered = day;
    g_autofree char *line = g_strdup_printf(
        "%s @%s about plans", world_happens(world, 0.25) ? "called" : "met", person->key);
    if (world_happens(world, 0.04) && world->n_late < WORLD_LATE) {
        Late *late = &world->late[world->n_late++];
        *late = (Late){ .day = day, .noted = day + world_between(world, 7, 14) };
        g_strlcpy(late->line, line, sizeof late->line);
    } else {
        world_take(world, day, line);
    }
}

/* ---- What is said at a meeting ---- */

static int64_t
promise_called(CxCtx *ctx, const char *what)
{
    CxPromises promises;
    DO(cx_promise_list(ctx, &promises, error));
    for (size_t i = 0; i < promises.n; i++) {
        if (strstr(promises.items[i].what, what) != NULL)
            return promises.items[i].id;
    }
    g_assert_not_reached();
}

static int64_t
asked_called(CxCtx *ctx, const char *what)
{
    CxDetails details;
    DO(cx_detail_list(ctx, &details, error));
    for (size_t i = 0; i < details.n; i++) {
        if (strstr(details.items[i].what, what) != NULL)
            return details.items[i].id;
    }
    g_assert_not_reached();
}

static int64_t
commitment_called(CxCtx *ctx, const char *what)
{
    CxCommitments commitments;
    DO(cx_commitment_list(ctx, &commitments, error));
    for (size_t i = 0; i < commitments.n; i++) {
        if (strstr(commitments.items[i].what, what) != NULL)
            return commitments.items[i].id;
    }
    g_assert_not_reached();
}

static void
say(World *world, ThingKind kind, int i, int32_t day)
{
    if (world->n_things == WORLD_THINGS)
        return;
    Thing *thing = &world->things[world->n_things];
    *thing =
        (Thing){ .kind = kind, .person = i, .made = day, .due = day + world_between(world, 8, 40) };
    g_snprintf(thing->what, sizeof thing->what, "thing %03d", world->n_things++);
    g_autofree char *due = cx_day_format((CxDay){ thing->due });
    const Person *person = &world->people[i];
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    g_autofree char *line =
        kind == THING_OURS
            ? g_strdup_printf("promised @%s the %s by %s", person->key, thing->what, due)
            : g_strdup_printf("@%s promised the %s by %s", person->key, thing->what, due);
    if (kind == THING_ASKED) {
        DO(cx_detail_add(ctx, person->id, CX_DETAIL_ASKED, thing->what, error));
        thing->id = asked_called(ctx, thing->what);
    } else if (kind == THING_COMMITMENT) {
        DO(cx_commitment_add(ctx, person->id, thing->what, (CxDay){ thing->due }, error));
        thing->id = commitment_called(ctx, thing->what);
    } else {
        world_take(world, day, line);
        thing->id = promise_called(ctx, thing->what);
    }
}

void
world_tell_priority(World *world, Person *person, int32_t day)
{
    g_autofree char *line = g_strdup_printf("@%s wants fewer forms", person->key);
    world_take(world, day, line);
    person->has_priority = true;
}

void
world_talk(World *world, int i, int32_t day)
{
    meet(world, i, day);
    if (!world->people[i].has_priority && world_happens(world, 0.4))
        world_tell_priority(world, &world->people[i], day);
    for (int kind = THING_OURS; kind <= THING_COMMITMENT; kind++) {
        if (world_happens(world, 0.2))
            say(world, (ThingKind)kind, i, day);
    }
}

/* ---- A year begins ---- */

void
world_set(World *world, const char *key, int64_t value, int32_t day)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    DO(cx_engage_settings_set(ctx, key, value, error));
}

void
world_speak(World *world, int i, int32_t day)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    const CxCommunication said = { .leader = world->people[i].id,
                                   .day = { day },
                                   .channel = CX_CHANNEL_MAIL,
                                   .audience = "all",
                                   .about = "waiting" };
    DO(cx_communication_add(ctx, &said, error));
    world->people[i].spoke = day;
    world->is_spoken = true;
}

void
world_set_program(World *world, CxProgramKind kind, int32_t day, int32_t meets_on)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    g_autofree char *text = g_strdup_printf("Said on %d.", day);
    const CxProgramSet said = { .kind = kind,
                                .text = text,
                                .meets_on =
                                    meets_on != WORLD_NEVER ? (CxDay){ meets_on } : CX_DAY_NONE };
    DO(cx_program_set(ctx, &said, error));
}

void
world_begin_ambassador(World *world, int32_t from, int32_t day)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    DO(cx_ambassador_add(ctx, "Robin", "seat0", 4, (CxDay){ from }, error));
    CxAmbassadors all;
    DO(cx_ambassador_load(ctx, &all, error));
    world->ambassador = all.items[0].id;
    world->ambassador_from = from;
}

int32_t
world_closed(const World *world)
{
    const int32_t of_answers = cx_day_quarter_index((CxDay){ world->answers_to });
    const int32_t running = cx_day_quarter_index((CxDay){ world->today });
    return cx_quarter_first_day(MIN(of_answers + 1, running)).v - 1;
}

void
world_hand_brief(World *world, CxCtx *ctx, Person *person)
{
    g_autofree char *digest = g_strdup_printf("%d-%" G_GINT64_FORMAT, ctx->today.v, person->id.v);
    const int32_t to = world_closed(world);
    const CxHandoverAdd add = { .leader = person->id,
                                .survey_key = "s",
                                .from = { to - 91 },
                                .to = { to },
                                .digest = digest,
                                .headline = "H",
                                .data = "{}",
                                .paper = "" };
    CxHandoverId id;
    DO(cx_handover_add(ctx, &add, &id, error));
    person->handed = to;
}

static void
begin_people(World *world)
{
    const int32_t today = world->today;
    for (int seat = -2; seat < WORLD_SEATS; seat++) {
        const int32_t from = today - world_between(world, 200, 1500);
        Person *person = add_person(world, MAX(seat, -1), from);
        tell_of(world, person, today - 190);
        const int i = world->n_people - 1;
        if (world_happens(world, 0.8))
            meet(world, i, today - world_between(world, 75, 185));
        if (world_happens(world, 0.8) && person->met != WORLD_NEVER)
            meet(world, i, today - world_between(world, 1, 70));
        if (world_happens(world, 0.6))
            world_tell_priority(world, person, today - 20);
        if (world_happens(world, 0.5)) {
            g_autoptr(CxCtx) ctx = world_ctx(world, today);
            world_hand_brief(world, ctx, person);
        }
    }
}

static void
begin_change(World *world)
{
    const int32_t quarter = cx_day_quarter_index((CxDay){ world->today });
    world->changed_seat = world_happens(world, 0.7) ? world_between(world, 0, SEAT_LATE - 1) : -1;
    world->changed_by = world_happens(world, 0.5) ? 0.32 : -0.32;
    world->changed_from = cx_quarter_first_day(quarter + world_between(world, 1, 2)).v;
}

static void
begin_program(World *world)
{
    const int32_t today = world->today;
    if (world_happens(world, 0.8)) {
        world->sponsor = 0;
        world_set(world, "sponsor", world->people[0].id.v, today - 100);
        if (world_happens(world, 0.5))
            world_speak(world, 0, today - world_between(world, 1, 60));
    }
    if (world_happens(world, 0.7))
        world_declare(world, today - 800);
    world->is_declared_first = world->is_declared;
    world->has_goals = world_happens(world, 0.7);
    if (world->has_goals)
        world_set_program(world, CX_PROGRAM_GOALS, today - 60, WORLD_NEVER);
    world->has_governance = world_happens(world, 0.6);
    world->meets_on = today + world_between(world, 5, 40);
    if (world->has_governance)
        world_set_program(world, CX_PROGRAM_GOVERNANCE, today - 40, world->meets_on);
    world_begin_ambassador(world, today - world_between(world, 100, 350), today - 30);
}

void
world_begin(World *world, const char *url, int32_t today, uint64_t seed)
{
    *world = (World){ .random = cx_random_seeded(seed),
                      .today = today,
                      .begun = today,
                      .sponsor = -1,
                      .successor = -1,
                      .changed_seat = -1,
                      .answers_from = world_month_first(today - HISTORY_MONTHS * 30),
                      .answers_to = world_month_first(today) - 1,
                      .round_from = WORLD_NEVER,
                      .recheck = WORLD_NEVER };
    world->catalogue = cx_catalogue_load("en", NULL);
    world->shelf = cx_frame_shelf_new(cx_frame_store_loader);
    world->db = cx_db_open(url, CX_DB_WRITE, NULL);
    g_assert_nonnull(world->db);
    for (int seat = 0; seat < WORLD_SEATS; seat++)
        world->next_head[seat] = WORLD_NEVER;
    begin_people(world);
    begin_program(world);
    begin_change(world);
    const int32_t tried_from = today + world_between(world, 10, 120);
    world->trial = (Trial){ .from = tried_from,
                            .to = tried_from + world_between(world, 60, 90),
                            .works = world_happens(world, 0.5) };
    world_begin_finds(world);
    world->forgets_from = today + world_between(world, 30, 500);
    world->forgets_to = world->forgets_from + world_between(world, 60, 120);
    world->spell_from = today + world_between(world, 30, 500);
    world->spell_to = world->spell_from + world_between(world, 70, 120);
}

void
world_end(World *world)
{
    cx_db_close(world->db);
    cx_frame_shelf_free(world->shelf);
    cx_catalogue_free(world->catalogue);
}

/* ---- A day passes ---- */

static void
pass_person(World *world, int i, int32_t day)
{
    Person *person = &world->people[i];
    if (person->id.v == 0 && day >= person->from + world_between(world, 0, 20))
        tell_of(world, person, day);
    if (person->to == WORLD_NEVER && world_is_there(person, day) && day > person->from + 60 &&
        world_happens(world, 0.3 / 365.0)) {
        const bool is_planned = world_happens(world, 0.6);
        person->to = is_planned ? day + world_between(world, 30, 130) : day;
        person->known_to = is_planned ? day : day + world_between(world, 0, 14);
    }
    if (person->id.v != 0 && !person->is_told && person->known_to <= day) {
        tell_end(world, person, day);
        person->is_told = true;
    }
    if (person->seat >= 0 && person->to == day - 1)
        world->next_head[person->seat] = day + world_between(world, 0, 70);
}

static void
pass_survey(World *world, int32_t day)
{
    const bool is_forgotten = day >= world->forgets_from && day < world->forgets_to;
    const int32_t first = world_month_first(day);
    if (is_forgotten || day < first + 2 || world->answers_to >= first - 1)
        return;
    world_bring_answers(world, world->answers_to + 1, first - 1);
}

/* What the night does: periods that closed are tested, and what is worth saying is said. */
static void
pass_night(World *world, int32_t day)
{
    int64_t n_tested = 0;
    int64_t n_new = 0;
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    world_find_calls(ctx);
    DO(cx_pilot_close(ctx, (CxDay){ day }, &n_tested, error));
    DO(cx_change_close(ctx, (CxDay){ day }, &n_tested, error));
    if (n_tested == 0)
        return;
    DO(cx_finding_notice(ctx, &n_new, error));
    world_notice_finds(world, ctx);
    const int32_t quarter = cx_day_quarter_index((CxDay){ world->changed_from });
    const int32_t closed = cx_quarter_first_day(quarter + 1).v - 1;
    world->is_noticed |= world->changed_seat >= 0 && world->is_declared_first &&
                         (world->answers_to > closed ||
                          (world->answers_to == closed && day > closed + CX_CHANGE_GRACE_DAYS));
}

static void
begin_round(World *world, int32_t day)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    static const char *const questions[] = { "Right?" };
    const CxRoundBegin begin = { .name = "Round",
                                 .target_days = ROUND_DAYS,
                                 .max_days = 60,
                                 .questions = questions,
                                 .n_questions = 1 };
    CxRoundId id;
    DO(cx_round_begin(ctx, &begin, &id, error));
    world->round = id.v;
    world->round_from = day;
    world->round_target = ROUND_DAYS;
    for (int i = 0; i < world->n_people; i++) {
        Person *person = &world->people[i];
        if (person->id.v != 0 && world_is_there(person, day))
            person->covered = person->met == day ? day : day - 1;
    }
}

static void
begin_resistance(World *world, int32_t day)
{
    int i = world_between(world, 0, world->n_people - 1);
    while (world->people[i].id.v == 0)
        i = world_between(world, 0, world->n_people - 1);
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    const CxResistanceEntry signal = { .kind = CX_RESISTANCE_SIGNAL,
                                       .key = "quiet",
                                       .what = "w",
                                       .day = { day },
                                       .due = CX_DAY_NONE };
    const CxResistanceEntry cause = { .kind = CX_RESISTANCE_CAUSE,
                                      .key = "control",
                                      .what = "w",
                                      .day = { day },
                                      .due = CX_DAY_NONE };
    const CxResistanceEntry plan = { .kind = CX_RESISTANCE_PLAN,
                                     .key = "control.1",
                                     .what = "w",
                                     .day = { day },
                                     .due = { day + world_between(world, 20, 40) } };
    DO(cx_resistance_open(ctx, world->people[i].id, &signal, &world->resistance, error));
    DO(cx_resistance_add(ctx, world->resistance, &cause, error));
    DO(cx_resistance_add(ctx, world->resistance, &plan, error));
    world->recheck = plan.due.v;
}

static void
pass_program(World *world, int32_t day)
{
    if (world->round_from == WORLD_NEVER && world_happens(world, 1.0 / 200.0))
        begin_round(world, day);
    if (world->recheck == WORLD_NEVER && world_happens(world, 1.0 / 150.0))
        begin_resistance(world, day);
    for (int seat = 0; seat < WORLD_SEATS; seat++) {
        if (world->next_head[seat] == day)
            (void)add_person(world, seat, day);
    }
}

void
world_live(World *world, int32_t today)
{
    for (int32_t day = world->today + 1; day <= today; day++) {
        for (int i = 0; i < world->n_people; i++)
            pass_person(world, i, day);
        pass_survey(world, day);
        pass_program(world, day);
        world_pass_work(world, day);
        world_pass_finds(world, day);
        for (int i = world->n_late; i > 0; i--) {
            const Late late = world->late[i - 1];
            if (late.noted > day)
                continue;
            world_take(world, late.day, late.line);
            world->late[i - 1] = world->late[--world->n_late];
        }
    }
    pass_night(world, today);
    world->today = today;
}
