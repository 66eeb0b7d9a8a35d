#include "govern/duty.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "business/metric.h"
#include "db/txn.h"
#include "engage/credit.h"
#include "engage/expectation.h"
#include "engage/settings.h"
#include "engage/visible.h"
#include "lang/assert.h"
#include "people/department.h"
#include "sql/govern.h"

static const char *const duty_keys[CX_DUTY_N] = {
#define X(name, key, phase) [CX_DUTY_##name] = (key),
    CX_DUTY_MAP(X)
#undef X
};

static const CxPhase duty_phases[CX_DUTY_N] = {
#define X(name, key, phase) [CX_DUTY_##name] = CX_PHASE_##phase,
    CX_DUTY_MAP(X)
#undef X
};

const char *
cx_duty_key(CxDuty duty)
{
    cx_assert(duty < CX_DUTY_N);
    return duty_keys[duty];
}

CxPhase
cx_duty_phase(CxDuty duty)
{
    cx_assert(duty < CX_DUTY_N);
    return duty_phases[duty];
}

bool
cx_duty_parse(const char *key, CxDuty *ret_duty, GError **error)
{
    for (size_t i = 0; i < CX_DUTY_N; i++) {
        if (g_strcmp0(key, duty_keys[i]) == 0) {
            *ret_duty = (CxDuty)i;
            return true;
        }
    }
    g_autoptr(GString) known = g_string_new(NULL);
    for (size_t i = 0; i < CX_DUTY_N; i++)
        g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", duty_keys[i]);
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is no duty of a sponsor; there are %s",
                key != NULL ? key : "", known->str);
    return false;
}

/* ---- The rules: each counts, and says from which count on the duty is shown ---- */

typedef struct {
    const CxCtx *ctx;
    const CxSponsor *sponsor;
    const CxDutyFacts *facts;
} Looking;

static bool
is_within(const Looking *looking, CxDay day, int32_t days)
{
    return day.v <= looking->ctx->today.v && day.v > looking->ctx->today.v - days;
}

static void
count(CxDutyStatus *status, CxDay day)
{
    status->n++;
    if (cx_day_is_none(status->day) || day.v > status->day.v)
        status->day = day;
}

static void
show_text(const Looking *looking, CxProgramKind kind, CxDutyStatus *status)
{
    const CxProgramText *text =
        cx_program_text(looking->facts->program, kind, (CxDepartmentId){ 0 });
    const bool is_due =
        text != NULL &&
        (kind != CX_PROGRAM_GOVERNANCE ||
         (!cx_day_is_none(text->meets_on) && text->meets_on.v >= looking->ctx->today.v));
    if (is_due)
        count(status, kind == CX_PROGRAM_GOVERNANCE ? text->meets_on : text->from);
}

static void
look_vision(const Looking *looking, CxDutyStatus *status)
{
    show_text(looking, CX_PROGRAM_GOALS, status);
}

static void
look_agenda(const Looking *looking, CxDutyStatus *status)
{
    show_text(looking, CX_PROGRAM_GOVERNANCE, status);
}

static void
look_patience(const Looking *looking, CxDutyStatus *status)
{
    if (!cx_day_is_none(looking->facts->expected_from))
        count(status, looking->facts->expected_from);
}

/* Different leaders met together with the sponsor in a quarter. */
static void
look_advocates(const Looking *looking, CxDutyStatus *status)
{
    const CxContacts *contacts = &looking->sponsor->contacts;
    for (size_t i = 0; i < contacts->n; i++) {
        const CxContact *contact = &contacts->items[i];
        bool is_first = true;
        for (size_t k = 0; k < i; k++) {
            const CxContact *other = &contacts->items[k];
            is_first = is_first && !(other->leader.v == contact->leader.v && other->with_sponsor &&
                                     cx_contact_kind_is_real(other->kind) &&
                                     other->day.v <= looking->ctx->today.v);
        }
        if (is_first && contact->with_sponsor && cx_contact_kind_is_real(contact->kind) &&
            is_within(looking, contact->day, CX_DUTY_QUARTER_DAYS))
            count(status, contact->day);
    }
}

/* What the sponsor had promised and kept. */
static void
look_roadblocks(const Looking *looking, CxDutyStatus *status)
{
    const CxPromises *promises = &looking->sponsor->promises;
    for (size_t i = 0; i < promises->n; i++) {
        const CxPromise *promise = &promises->items[i];
        if (promise->leader.v == looking->sponsor->sponsor->id.v &&
            promise->direction == CX_PROMISE_THEIRS && promise->state == CX_PROMISE_KEPT &&
            is_within(looking, promise->ended_on, CX_DUTY_HALF_DAYS))
            count(status, promise->ended_on);
    }
}

/* What the sponsor said about customers, to whom and how. */
static void
look_why(const Looking *looking, CxDutyStatus *status)
{
    status->n = looking->facts->n_said;
    status->day = looking->facts->said_on;
}

/* What other leaders promised the program, and committed to in person. */
static void
look_commitments(const Looking *looking, CxDutyStatus *status)
{
    const CxPromises *promises = &looking->sponsor->promises;
    for (size_t i = 0; i < promises->n; i++) {
        const CxPromise *promise = &promises->items[i];
        if (promise->leader.v != looking->sponsor->sponsor->id.v &&
            promise->direction == CX_PROMISE_THEIRS &&
            is_within(looking, promise->made_on, CX_DUTY_QUARTER_DAYS))
            count(status, promise->made_on);
    }
    status->n += looking->facts->n_committed;
    status->day = (CxDay){ MAX(status->day.v, looking->facts->committed_on.v) };
}

static void
look_hears(const Looking *looking, CxDutyStatus *status)
{
    const CxContact *met = cx_contact_last(&looking->sponsor->contacts,
                                           looking->sponsor->sponsor->id, looking->ctx->today);
    if (met != NULL && is_within(looking, met->day, CX_DUTY_MONTH_DAYS))
        count(status, met->day);
}

static void
look_reward(const Looking *looking, CxDutyStatus *status)
{
    status->n = looking->facts->n_thanks;
    status->day = looking->facts->thanked_on;
}

static void
look_account(const Looking *looking, CxDutyStatus *status)
{
    status->n = looking->facts->n_with_target;
    status->of = looking->facts->n_departments;
}

typedef void (*Rule)(const Looking *looking, CxDutyStatus *status);

static const Rule rules[CX_DUTY_N] = {
    [CX_DUTY_VISION] = look_vision,         [CX_DUTY_PATIENCE] = look_patience,
    [CX_DUTY_ADVOCATES] = look_advocates,   [CX_DUTY_AGENDA] = look_agenda,
    [CX_DUTY_ROADBLOCKS] = look_roadblocks, [CX_DUTY_COMMITMENTS] = look_commitments,
    [CX_DUTY_HEARS] = look_hears,           [CX_DUTY_REWARD] = look_reward,
    [CX_DUTY_ACCOUNT] = look_account,       [CX_DUTY_WHY] = look_why,
};

bool
cx_duty_has_rule(CxDuty duty)
{
    cx_assert(duty < CX_DUTY_N);
    return rules[duty] != NULL;
}

/* ---- All of them ---- */

static bool
is_attested(const CxCtx *ctx, const CxDutyStatus *status)
{
    return status->seen != NULL && status->seen->day.v > ctx->today.v - CX_DUTY_ATTESTED_DAYS;
}

void
cx_duty_judge(const CxCtx *ctx, const CxSponsor *sponsor, const CxDutyFacts *facts,
              CxDuties *ret_duties)
{
    const Looking looking = { ctx, sponsor, facts };
    for (size_t i = 0; i < CX_DUTY_N; i++) {
        CxDutyStatus *status = &ret_duties->items[i];
        status->duty = (CxDuty)i;
        status->day = CX_DAY_NONE;
        if (sponsor->sponsor != NULL && rules[i] != NULL)
            rules[i](&looking, status);
        const bool is_shown = status->n > 0 && status->n >= status->of;
        if (is_shown)
            status->state = CX_DUTY_SHOWN;
        else if (is_attested(ctx, status))
            status->state = CX_DUTY_ATTESTED;
        ret_duties->n_of[duty_phases[i]]++;
        ret_duties->n_met[duty_phases[i]] += status->state != CX_DUTY_OPEN;
    }
}

static bool
load_seen(CxCtx *ctx, CxLeaderId sponsor, CxDuties *duties, GError **error)
{
    const CxDutySeenListParams params = { .leader_id = sponsor.v };
    g_autoptr(CxStmt) stmt = cx_q_duty_seen_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxDutySeenListRow row;
    CxStep step = cx_q_duty_seen_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_duty_seen_list_next(stmt, &row, error)) {
        CxDuty duty;
        if (!cx_duty_parse(row.duty, &duty, NULL) || duties->items[duty].seen != NULL)
            continue;
        CxDutySeen *seen = cx_arena_new0(ctx->arena, CxDutySeen);
        *seen = (CxDutySeen){
            .duty = duty,
            .what = cx_arena_text(ctx->arena, row.what),
            .day = { (int32_t)row.day },
            .seen_by = cx_arena_text(ctx->arena, row.seen_by),
        };
        duties->items[duty].seen = seen;
    }
    return step == CX_STEP_DONE;
}

static bool
has_target(const GPtrArray *metrics, CxDepartmentId department)
{
    for (guint i = 0; i < metrics->len; i++) {
        const CxMetric *metric = metrics->pdata[i];
        if (metric->department.v == department.v && metric->has_target)
            return true;
    }
    return false;
}

static bool
count_targets(CxCtx *ctx, const CxSponsor *sponsor, CxDutyFacts *facts, GError **error)
{
    g_autoptr(GPtrArray) metrics = cx_metric_list(ctx, error);
    g_autoptr(GPtrArray) departments = metrics != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL)
        return false;
    for (guint i = 0; i < departments->len; i++) {
        const CxDepartment *department = departments->pdata[i];
        if (!cx_department_is_there(department, ctx->today) ||
            cx_leader_heading(sponsor->leaders, department->id, ctx->today) == NULL)
            continue;
        facts->n_departments++;
        facts->n_with_target += has_target(metrics, department->id);
    }
    return true;
}

static bool
count_thanks(CxCtx *ctx, CxDutyFacts *facts, GError **error)
{
    CxCredits credits;
    if (!cx_credit_list(ctx, &credits, error))
        return false;
    for (size_t i = 0; i < credits.n; i++) {
        const CxDay day = credits.items[i].day;
        if (day.v > ctx->today.v || day.v <= ctx->today.v - CX_DUTY_QUARTER_DAYS)
            continue;
        facts->n_thanks++;
        facts->thanked_on = (CxDay){ MAX(day.v, facts->thanked_on.v) };
    }
    return true;
}

static bool
is_of_quarter(const CxCtx *ctx, CxDay day)
{
    return day.v <= ctx->today.v && day.v > ctx->today.v - CX_DUTY_QUARTER_DAYS;
}

static bool
count_visible(CxCtx *ctx, const CxSponsor *sponsor, CxDutyFacts *facts, GError **error)
{
    CxCommunications said;
    CxCommitments committed;
    if (!cx_communication_list(ctx, &said, error) || !cx_commitment_list(ctx, &committed, error))
        return false;
    const int64_t own = sponsor->sponsor != NULL ? sponsor->sponsor->id.v : 0;
    for (size_t i = 0; i < said.n; i++) {
        if (said.items[i].leader.v != own || !is_of_quarter(ctx, said.items[i].day))
            continue;
        facts->n_said++;
        facts->said_on = (CxDay){ MAX(said.items[i].day.v, facts->said_on.v) };
    }
    for (size_t i = 0; i < committed.n; i++) {
        const CxCommitment *commitment = &committed.items[i];
        if (commitment->leader.v == own || commitment->state == CX_COMMITMENT_WITHDRAWN ||
            !is_of_quarter(ctx, commitment->made_on))
            continue;
        facts->n_committed++;
        facts->committed_on = (CxDay){ MAX(commitment->made_on.v, facts->committed_on.v) };
    }
    return true;
}

bool
cx_duty_load(CxCtx *ctx, const CxSponsor *sponsor, CxDay expected_from, CxDuties *ret_duties,
             GError **error)
{
    CxDutyFacts facts = { .thanked_on = CX_DAY_NONE,
                          .said_on = CX_DAY_NONE,
                          .committed_on = CX_DAY_NONE,
                          .expected_from = expected_from };
    CxDuties duties = { .n_met = { 0 } };
    if (!cx_ctx_check_change(ctx, "see what the sponsor does", error) ||
        !count_targets(ctx, sponsor, &facts, error) || !count_thanks(ctx, &facts, error) ||
        !count_visible(ctx, sponsor, &facts, error))
        return false;
    facts.program = cx_program_load(ctx, ctx->today, error);
    if (facts.program == NULL)
        return false;
    if (sponsor->sponsor != NULL && !load_seen(ctx, sponsor->sponsor->id, &duties, error))
        return false;
    cx_duty_judge(ctx, sponsor, &facts, &duties);
    *ret_duties = duties;
    return true;
}

bool
cx_duty_expected_from(CxCtx *ctx, CxDay *ret_from, GError **error)
{
    g_autoptr(CxSurvey) survey = NULL;
    CxExpectation now = { .from = CX_DAY_NONE };
    if (!cx_patience_survey(ctx, &survey, error) ||
        (survey != NULL && !cx_expectation_load(ctx, survey, &now, error)))
        return false;
    *ret_from = now.id != 0 ? now.from : CX_DAY_NONE;
    return true;
}

/* What was attested outlives the context it was read with. */
static void
keep_seen(CxCtx *ctx, CxDuties *duties)
{
    for (size_t i = 0; i < CX_DUTY_N; i++) {
        const CxDutySeen *from = duties->items[i].seen;
        if (from == NULL)
            continue;
        CxDutySeen *seen = cx_arena_new0(ctx->arena, CxDutySeen);
        *seen = *from;
        seen->what = cx_arena_text(ctx->arena, from->what);
        seen->seen_by = cx_arena_text(ctx->arena, from->seen_by);
        duties->items[i].seen = seen;
    }
}

bool
cx_duty_load_own(CxCtx *ctx, CxLeaderId leader, CxOwnDuties *ret_own, GError **error)
{
    CxEngageSettings settings;
    CxOwnDuties own = { .is_sponsor = false };
    CxDay expected_from = CX_DAY_NONE;
    if (!cx_ctx_check_leader(ctx, leader, error) || !cx_engage_settings_load(ctx, &settings, error))
        return false;
    *ret_own = own;
    if (settings.sponsor != leader.v)
        return true;
    g_autoptr(CxCtx) all = cx_ctx_open_system(ctx->db, NULL, ctx->now);
    all->catalogue = ctx->catalogue;
    cx_ctx_set_zone(all, ctx->zone);
    g_autoptr(CxSponsor) sponsor = cx_sponsor_load(all, error);
    if (sponsor == NULL || !cx_duty_expected_from(all, &expected_from, error) ||
        !cx_duty_load(all, sponsor, expected_from, &own.duties, error))
        return false;
    keep_seen(ctx, &own.duties);
    own.is_sponsor = sponsor->sponsor != NULL;
    own.has_phase = sponsor->has_phase;
    own.phase = sponsor->phase;
    *ret_own = own;
    return true;
}

/* ---- Attesting ---- */

static bool
check(const CxCtx *ctx, const CxSponsor *sponsor, const CxDutySeen *seen, GError **error)
{
    const char *wrong = NULL;
    if (sponsor->sponsor == NULL)
        wrong = "nobody in office is named as sponsor";
    else if (seen->what == NULL || *seen->what == '\0' || strlen(seen->what) > CX_NAME_BYTES_MAX)
        wrong = "say in a sentence what was seen";
    else if (!cx_day_is_none(seen->day) && seen->day.v > ctx->today.v)
        wrong = "the day cannot lie in the future";
    if (wrong != NULL)
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, wrong);
    return wrong == NULL;
}

bool
cx_duty_attest(CxCtx *ctx, const CxDutySeen *seen, GError **error)
{
    g_autoptr(CxSponsor) sponsor = cx_sponsor_load(ctx, error);
    if (sponsor == NULL || !check(ctx, sponsor, seen, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxDutySeenAddParams params = {
        .leader_id = sponsor->sponsor->id.v,
        .duty = cx_duty_key(seen->duty),
        .what = seen->what,
        .day = cx_day_is_none(seen->day) ? ctx->today.v : seen->day.v,
        .by = seen->seen_by != NULL ? seen->seen_by : ctx->actor.name,
        .at_us = ctx->now.us,
    };
    CxDutySeenAddRow row;
    g_autofree char *after = cx_audit_texts("duty", params.duty, "what", seen->what, NULL);
    return cx_q_duty_seen_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "duty.attest", "duty_seen", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
