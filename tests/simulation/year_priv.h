/* What the parts of a simulated program share. */
#pragma once

#include "year_world.h"

#include "evidence/finding.h"
#include "govern/program.h"

#define SEAT_LATE   (WORLD_SEATS - 3) /* whose customers mind days before its target is missed */
#define SEATS_ASKED (WORLD_SEATS - 1) /* about whom the survey asks */

/* A use case that must not fail; it takes `error`. */
#define DO(call)                                                                                   \
    G_STMT_START                                                                                   \
    {                                                                                              \
        g_autoptr(GError) do_error = NULL;                                                         \
        GError **error = &do_error;                                                                \
        const bool is_done = (call);                                                               \
        g_assert_no_error(do_error);                                                               \
        g_assert_true(is_done);                                                                    \
    }                                                                                              \
    G_STMT_END

bool world_happens(World *world, double chance);
int32_t world_between(World *world, int32_t lo, int32_t hi);
void world_take(const World *world, int32_t day, const char *line);
void world_set(World *world, const char *key, int64_t value, int32_t day);
void world_speak(World *world, int i, int32_t day);
void world_set_program(World *world, CxProgramKind kind, int32_t day, int32_t meets_on);
void world_begin_ambassador(World *world, int32_t from, int32_t day);
void world_tell_priority(World *world, Person *person, int32_t day);
void world_declare(World *world, int32_t day);
void world_bring_answers(World *world, int32_t first, int32_t last);
void world_hand_brief(World *world, CxCtx *ctx, Person *person);
void world_talk(World *world, int i, int32_t day);
bool world_is_there(const Person *person, int32_t day);
int32_t world_month_first(int32_t day);
void world_bring_facts(const World *world, int32_t day, const char *mapping_text, const char *csv);
/* A day of customers and of what departments count; and the night's search for calls. */
void world_pass_work(World *world, int32_t day);
void world_find_calls(CxCtx *ctx);
/* Plans a call to whoever the list puts first; says what came of the call a proposal's key names; sets
 * the target it names. */
void world_plan_call(World *world, CxCtx *ctx);
void world_end_call(World *world, CxCtx *ctx, const char *key);
void world_end_step(World *world, CxCtx *ctx, const char *key);
/* Says what comes of the pilot: a day for whoever has it not yet, or that it is known. */
void world_end_trial(World *world, CxCtx *ctx, bool is_rollout);
void world_set_target(World *world, CxCtx *ctx, const char *key);
/* What there is to find (year_finds.c). */
double world_days_share(int32_t day, int i);
void world_found_finance(CxCtx *ctx);
void world_begin_finds(World *world);
void world_pass_finds(World *world, int32_t day);
/* The night looked: `ctx` is its day. */
void world_notice_finds(World *world, const CxCtx *ctx);
void world_hear_finds(World *world, CxFindingKind kind);
void world_examine(World *world, int32_t day, bool is_objection);
/* Whether nobody's name stands on a number, so that it is plain, and whether an objection stands. */
bool world_is_unexamined(const World *world, int i);
bool world_is_plainly_unexamined(const World *world, int i);
bool world_is_objected(const World *world, int i);
void world_end_objection(World *world);
