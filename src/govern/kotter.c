#include "govern/kotter.h"

#include <string.h>

#include "engage/detail.h"
#include "engage/goal.h"
#include "engage/health.h"
#include "engage/wall.h"
#include "evidence/change.h"
#include "evidence/declaration.h"
#include "evidence/finding.h"
#include "evidence/pilot.h"
#include "lang/assert.h"
#include "people/department.h"

static const char *const step_keys[CX_KOTTER_STEP_N] = {
#define X(name, key) [CX_KOTTER_##name] = (key),
    CX_KOTTER_STEP_MAP(X)
#undef X
};

static const char *const check_keys[CX_KOTTER_CHECK_N] = {
#define X(name, key, step) [CX_KOTTER_CHECK_##name] = (key),
    CX_KOTTER_CHECK_MAP(X)
#undef X
};

static const CxKotterStep check_steps[CX_KOTTER_CHECK_N] = {
#define X(name, key, step) [CX_KOTTER_CHECK_##name] = CX_KOTTER_##step,
    CX_KOTTER_CHECK_MAP(X)
#undef X
};

const char *
cx_kotter_step_key(CxKotterStep step)
{
    cx_assert(step < CX_KOTTER_STEP_N);
    return step_keys[step];
}

const char *
cx_kotter_check_key(CxKotterCheck check)
{
    cx_assert(check < CX_KOTTER_CHECK_N);
    return check_keys[check];
}

CxKotterStep
cx_kotter_check_step(CxKotterCheck check)
{
    cx_assert(check < CX_KOTTER_CHECK_N);
    return check_steps[check];
}

const char *
cx_kotter_state_key(CxKotterState state)
{
    static const char *const keys[] = { "open", "begun", "done", "dark" };
    return keys[state];
}

/* ---- Judging ---- */

/* All of some: who was met and what was kept need two in three, the rest every one. */
static bool
is_met(CxKotterCheck check, const CxKotterCount *count)
{
    if (!count->is_known)
        return false;
    if (check == CX_KOTTER_CHECK_SPREAD)
        return count->n >= 2;
    if (check == CX_KOTTER_CHECK_MET || check == CX_KOTTER_CHECK_KEPT)
        return count->of > 0 && 3 * count->n >= 2 * count->of;
    return count->n > 0 && count->n >= count->of;
}

static CxKotterState
state_of(const CxKotter *kotter, CxKotterStep step)
{
    size_t n_known = 0;
    size_t n_met = 0;
    bool is_begun = false;
    for (size_t i = 0; i < CX_KOTTER_CHECK_N; i++) {
        if (check_steps[i] != step || !kotter->counts[i].is_known)
            continue;
        n_known++;
        n_met += kotter->is_met[i];
        is_begun = is_begun || kotter->counts[i].n > 0;
    }
    if (n_known == 0)
        return CX_KOTTER_DARK;
    if (n_met == n_known)
        return CX_KOTTER_DONE;
    return is_begun ? CX_KOTTER_BEGUN : CX_KOTTER_OPEN;
}

void
cx_kotter_judge(CxKotter *kotter)
{
    for (size_t i = 0; i < CX_KOTTER_CHECK_N; i++)
        kotter->is_met[i] = is_met((CxKotterCheck)i, &kotter->counts[i]);
    for (size_t i = 0; i < CX_KOTTER_STEP_N; i++)
        kotter->states[i] = state_of(kotter, (CxKotterStep)i);
}

/* ---- Counting ---- */

#define YEAR_DAYS 366
#define HALF_DAYS 182
#define ASK_DAYS  14 /* what a leader asked for may wait so long */

typedef struct {
    CxCtx *ctx;
    CxKotter *kotter;
    const CxCoalition *coalition;
    const CxHealth *health;
    GPtrArray *departments;
    GHashTable *improved; /* departments that improved in a year */
    GHashTable *declared; /* departments with a declared measure */
} Counting;

static void
counting_clear(Counting *counting)
{
    if (counting->departments != NULL)
        g_ptr_array_unref(counting->departments);
    if (counting->improved != NULL)
        g_hash_table_unref(counting->improved);
    if (counting->declared != NULL)
        g_hash_table_unref(counting->declared);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Counting, counting_clear)

static void
set(Counting *counting, CxKotterCheck check, int64_t n, int64_t of)
{
    counting->kotter->counts[check] = (CxKotterCount){ .n = n, .of = of, .is_known = true };
}

static void
add(Counting *counting, CxKotterCheck check, int64_t n)
{
    counting->kotter->counts[check].n += n;
    counting->kotter->counts[check].is_known = true;
}

/* What the sponsor's duties show already. */
static bool
count_duties(Counting *counting, CxDay expected_from, GError **error)
{
    static const struct {
        CxDuty duty;
        CxKotterCheck check;
    } same[] = {
        { CX_DUTY_RISKS, CX_KOTTER_CHECK_RISKS },
        { CX_DUTY_VISION, CX_KOTTER_CHECK_GOALS },
        { CX_DUTY_ADVOCATES, CX_KOTTER_CHECK_TOGETHER },
        { CX_DUTY_WHY, CX_KOTTER_CHECK_WHY },
        { CX_DUTY_ROADBLOCKS, CX_KOTTER_CHECK_ROADBLOCKS },
        { CX_DUTY_AGENDA, CX_KOTTER_CHECK_MEETING },
    };
    g_autoptr(CxSponsor) sponsor = cx_sponsor_load(counting->ctx, error);
    CxDuties duties;
    if (sponsor == NULL || !cx_duty_load(counting->ctx, sponsor, expected_from, &duties, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(same); i++) {
        const CxDutyStatus *status = &duties.items[same[i].duty];
        const bool is_attested = status->state == CX_DUTY_ATTESTED;
        set(counting, same[i].check, is_attested ? MAX(status->n, 1) : status->n, 0);
    }
    set(counting, CX_KOTTER_CHECK_TARGETS, duties.items[CX_DUTY_ACCOUNT].n,
        duties.items[CX_DUTY_ACCOUNT].of);
    set(counting, CX_KOTTER_CHECK_COURSE, cx_day_is_none(expected_from) ? 0 : 1, 0);
    set(counting, CX_KOTTER_CHECK_SPONSOR, sponsor->sponsor != NULL ? 1 : 0, 0);
    set(counting, CX_KOTTER_CHECK_SUCCESSOR,
        sponsor->continuity.state == CX_CONTINUITY_SAFE ? 1 : 0, 0);
    return true;
}

static void
count_coalition(Counting *counting)
{
    const CxCoalition *coalition = counting->coalition;
    int64_t n_there = 0;
    for (guint i = 0; i < counting->departments->len; i++) {
        n_there += cx_department_is_there(counting->departments->pdata[i], counting->ctx->today);
    }
    const int64_t n_headed = n_there - (int64_t)coalition->n_vacant;
    set(counting, CX_KOTTER_CHECK_SEATS, n_headed, n_there);
    if (coalition->can_read && coalition->n_judged > 0)
        set(counting, CX_KOTTER_CHECK_SUPPORT, n_headed - (int64_t)coalition->n_alone, n_headed);
}

static void
count_health(Counting *counting)
{
    const CxHealth *health = counting->health;
    set(counting, CX_KOTTER_CHECK_MET,
        (int64_t)(health->n_lapse[CX_LAPSE_FINE] + health->n_lapse[CX_LAPSE_DUE]),
        (int64_t)health->n_leaders);
    set(counting, CX_KOTTER_CHECK_THANKED, health->now.n_thanks, 0);
}

static bool
count_asked(Counting *counting, GError **error)
{
    CxDetails details;
    if (!cx_detail_list(counting->ctx, &details, error))
        return false;
    int64_t n = 0;
    int64_t n_open = 0;
    for (size_t i = 0; i < details.n; i++) {
        const CxDetail *detail = &details.items[i];
        if (detail->kind != CX_DETAIL_ASKED)
            continue;
        n++;
        n_open +=
            cx_day_is_none(detail->ended_on) && detail->day.v < counting->ctx->today.v - ASK_DAYS;
    }
    if (n > 0)
        set(counting, CX_KOTTER_CHECK_ANSWERED, n - n_open, n);
    return true;
}

static bool
count_kept(Counting *counting, GError **error)
{
    CxPromises promises;
    if (!cx_promise_list(counting->ctx, &promises, error))
        return false;
    const CxDay today = counting->ctx->today;
    int64_t n = 0;
    int64_t n_kept = 0;
    for (size_t i = 0; i < promises.n; i++) {
        const CxPromise *promise = &promises.items[i];
        if (cx_day_is_none(promise->due_on) || promise->due_on.v > today.v ||
            promise->due_on.v <= today.v - HALF_DAYS || promise->state == CX_PROMISE_WITHDRAWN)
            continue;
        n++;
        n_kept += promise->state == CX_PROMISE_KEPT;
    }
    if (n > 0)
        set(counting, CX_KOTTER_CHECK_KEPT, n_kept, n);
    return true;
}

static bool
count_goals(Counting *counting, GError **error)
{
    CxGoals goals;
    if (!cx_goal_list(counting->ctx, &goals, error))
        return false;
    set(counting, CX_KOTTER_CHECK_SHARED, 0, 0);
    for (size_t i = 0; i < goals.n; i++) {
        const CxGoal *goal = &goals.items[i];
        add(counting, CX_KOTTER_CHECK_SHARED,
            goal->n_holders > 1 && goal->state != CX_GOAL_DROPPED);
    }
    return true;
}

static bool
count_found(Counting *counting, GError **error)
{
    CxFindingList findings;
    if (!cx_finding_list(counting->ctx, NULL, &findings, error))
        return false;
    add(counting, CX_KOTTER_CHECK_FOUND, 0);
    for (size_t i = 0; i < findings.n; i++)
        add(counting, CX_KOTTER_CHECK_FOUND, findings.items[i].tone == CX_FINDING_TONE_BAD);
    return true;
}

static void
remember(GHashTable *seen, CxDepartmentId department)
{
    if (department.v != 0)
        g_hash_table_add(seen, GINT_TO_POINTER((int)department.v));
}

static bool
count_changes(Counting *counting, const CxSurvey *survey, GError **error)
{
    CxChanges changes;
    CxDeclarations declarations;
    const CxChangeQuery query = { .from = { counting->ctx->today.v - YEAR_DAYS },
                                  .to = CX_DAY_NONE };
    if (!cx_change_list(counting->ctx, survey, &query, &changes, error) ||
        !cx_declaration_list(counting->ctx, survey, &declarations, error))
        return false;
    for (size_t i = 0; i < changes.n; i++) {
        if (!cx_change_is_credit(&changes.items[i]))
            continue;
        add(counting, CX_KOTTER_CHECK_IMPROVED, 1);
        remember(counting->improved, changes.items[i].department);
    }
    for (size_t i = 0; i < declarations.n; i++) {
        if (cx_day_is_none(declarations.items[i].withdrawn_on))
            remember(counting->declared, declarations.items[i].department);
    }
    return true;
}

static bool
count_pilots(Counting *counting, const CxSurvey *survey, GError **error)
{
    CxPilots pilots;
    if (!cx_pilot_list(counting->ctx, survey, &pilots, error))
        return false;
    for (size_t i = 0; i < pilots.n; i++) {
        const CxPilot *pilot = &pilots.items[i];
        CxPilotSteps steps;
        if (!cx_pilot_steps(counting->ctx, pilot, &steps, error))
            return false;
        add(counting, CX_KOTTER_CHECK_TRIED, cx_day_is_none(pilot->withdrawn_on));
        add(counting, CX_KOTTER_CHECK_ROLLED_OUT, (int64_t)steps.n);
    }
    return true;
}

static int64_t
count_heads(const Counting *counting, GHashTable *departments, const GPtrArray *leaders)
{
    int64_t n = 0;
    for (guint i = 0; i < counting->departments->len; i++) {
        const CxDepartment *department = counting->departments->pdata[i];
        n += g_hash_table_contains(departments, GINT_TO_POINTER((int)department->id.v)) &&
             cx_leader_heading(leaders, department->id, counting->ctx->today) != NULL;
    }
    return n;
}

static bool
count_surveys(Counting *counting, GError **error)
{
    g_autoptr(GPtrArray) titles = cx_survey_titles(counting->ctx, error);
    g_autoptr(GPtrArray) leaders = titles != NULL ? cx_leader_list(counting->ctx, error) : NULL;
    if (leaders == NULL)
        return false;
    add(counting, CX_KOTTER_CHECK_IMPROVED, 0);
    add(counting, CX_KOTTER_CHECK_TRIED, 0);
    add(counting, CX_KOTTER_CHECK_ROLLED_OUT, 0);
    for (guint i = 0; i < titles->len; i++) {
        const CxSurveySummary *summary = titles->pdata[i];
        g_autoptr(CxSurvey) survey = cx_survey_load(counting->ctx, summary->key, error);
        if (survey == NULL || !count_changes(counting, survey, error) ||
            !count_pilots(counting, survey, error))
            return false;
    }
    set(counting, CX_KOTTER_CHECK_SPREAD, g_hash_table_size(counting->improved), 0);
    set(counting, CX_KOTTER_CHECK_DECLARED, count_heads(counting, counting->declared, leaders),
        counting->kotter->counts[CX_KOTTER_CHECK_SEATS].n);
    return true;
}

/* ---- Who is missing ---- */

static bool
is_listed(const GArray *found, CxLeaderId leader)
{
    for (guint i = 0; i < found->len; i++) {
        if (g_array_index(found, CxMissing, i).leader.v == leader.v)
            return true;
    }
    return false;
}

static void
list_missing(const Counting *counting, CxKotterReport *report)
{
    const CxCoalition *coalition = counting->coalition;
    const CxHealth *health = counting->health;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxMissing));
    for (size_t i = 0; i < coalition->n && coalition->rows[i].is_unwon; i++) {
        const CxMissing missing = { .who = coalition->rows[i].name,
                                    .leader = coalition->rows[i].id,
                                    .why = CX_MISSING_UNWON };
        g_array_append_val(found, missing);
    }
    for (size_t i = 0; i < coalition->n_vacant; i++) {
        const CxMissing missing = { .who = coalition->vacant[i], .why = CX_MISSING_VACANT };
        g_array_append_val(found, missing);
    }
    for (size_t i = 0; i < health->n_leaders; i++) {
        const CxHealthLeader *leader = &health->leaders[i];
        const CxMissing missing = { .who = leader->name,
                                    .leader = leader->id,
                                    .why = CX_MISSING_UNMET };
        const bool is_unmet = leader->lapse == CX_LAPSE_LATE || leader->lapse == CX_LAPSE_NEVER;
        if (is_unmet && !is_listed(found, leader->id))
            g_array_append_val(found, missing);
    }
    report->missing = cx_engage_keep(counting->ctx->arena, found);
    report->n_missing = found->len;
}

bool
cx_kotter_load(CxCtx *ctx, CxKotterReport *ret_report, GError **error)
{
    CxKotterReport report = { .n_missing = 0 };
    CxDay expected_from = CX_DAY_NONE;
    if (!cx_ctx_check_change(ctx, "see where the change stands", error) ||
        !cx_duty_expected_from(ctx, &expected_from, error))
        return false;
    g_auto(Counting) counting = {
        .ctx = ctx,
        .kotter = &report.kotter,
        .improved = g_hash_table_new(g_direct_hash, g_direct_equal),
        .declared = g_hash_table_new(g_direct_hash, g_direct_equal),
    };
    counting.coalition = cx_coalition_load(ctx, error);
    counting.health = counting.coalition != NULL ? cx_health_load(ctx, error) : NULL;
    counting.departments = counting.health != NULL ? cx_department_list(ctx, error) : NULL;
    if (counting.departments == NULL)
        return false;
    count_coalition(&counting);
    count_health(&counting);
    if (!count_duties(&counting, expected_from, error) || !count_asked(&counting, error) ||
        !count_kept(&counting, error) || !count_found(&counting, error) ||
        !count_goals(&counting, error) || !count_surveys(&counting, error))
        return false;
    cx_kotter_judge(&report.kotter);
    list_missing(&counting, &report);
    report.can_read = counting.coalition->can_read;
    *ret_report = report;
    return true;
}
