#include "plays/state.h"

#include "column/slice.h"
#include "evidence/declaration.h"
#include "evidence/usual.h"

#define CHANGES_DAYS 100 /* a change that closed longer ago is no news */
#define PILOTS_DAYS  100 /* likewise of a pilot that ended */
#define DAYS_IN_WEEK 7

void
cx_play_state_free(CxPlayState *state)
{
    if (state == NULL)
        return;
    if (state->leaders != NULL)
        g_ptr_array_unref(state->leaders);
    if (state->departments != NULL)
        g_ptr_array_unref(state->departments);
    if (state->metrics != NULL)
        g_ptr_array_unref(state->metrics);
    if (state->item_counts != NULL)
        g_array_unref(state->item_counts);
    if (state->summaries != NULL)
        g_ptr_array_unref(state->summaries);
    if (state->owned != NULL)
        g_ptr_array_unref(state->owned);
    g_free(state);
}

static const CxScore *
score_of(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(survey->key);
    slice->question = g_strdup(item->key);
    if (!cx_usual_settle(item, slice, error) ||
        !cx_usual_period(ctx, survey, &slice->from, &slice->to, error))
        return NULL;
    return cx_score_run(ctx, survey, slice, error);
}

static bool
is_new_department(const GArray *scores, const CxSurvey *survey, CxDepartmentId department)
{
    for (guint i = 0; i < scores->len; i++) {
        const CxPlayScore *score = &g_array_index(scores, CxPlayScore, i);
        if (score->survey == survey && score->department.v == department.v)
            return false;
    }
    return true;
}

/* The first measure of each department. */
static bool
add_scores(CxPlayState *state, const CxSurvey *survey, GArray *scores, GError **error)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        CxSliceMeasure measure;
        if (item->department.v == 0 || item->role != CX_ITEM_ROLE_MEASURE ||
            !cx_usual_measure(item, &measure) ||
            !is_new_department(scores, survey, item->department))
            continue;
        const CxPlayScore score = { survey, item->department,
                                    cx_arena_text(state->ctx->arena, item->department_name),
                                    score_of(state->ctx, survey, item, error) };
        if (score.score == NULL)
            return false;
        g_array_append_val(scores, score);
    }
    return true;
}

static bool
add_survey(CxPlayState *state, const CxSurveySummary *summary, CxPlaySurvey *row, GError **error)
{
    CxSurvey *survey = cx_survey_load_id(state->ctx, summary->id, error);
    if (survey == NULL)
        return false;
    g_ptr_array_add(state->owned, survey);
    *row = (CxPlaySurvey){ .survey = survey, .summary = summary };
    CxDay from;
    if (!cx_usual_period(state->ctx, survey, &from, &row->to, error))
        return false;
    const CxChangeQuery query = { .from = { state->today.v - CHANGES_DAYS }, .to = CX_DAY_NONE };
    CxDeclarations declared;
    if (!cx_change_list(state->ctx, survey, &query, &row->changes, error) ||
        !cx_declaration_list(state->ctx, survey, &declared, error))
        return false;
    for (size_t i = 0; i < declared.n; i++)
        row->is_declared |= cx_day_is_none(declared.items[i].withdrawn_on);
    return true;
}

static bool
load_surveys(CxPlayState *state, GError **error)
{
    CxCtx *ctx = state->ctx;
    state->summaries = cx_survey_list(ctx, error);
    if (state->summaries == NULL)
        return false;
    CxPlaySurvey *rows = cx_arena_new0_n(ctx->arena, CxPlaySurvey, state->summaries->len);
    g_autoptr(GArray) scores = g_array_new(FALSE, FALSE, sizeof(CxPlayScore));
    for (guint i = 0; i < state->summaries->len; i++) {
        const CxSurveySummary *summary = state->summaries->pdata[i];
        if (summary->n_responses == 0)
            continue;
        CxPlaySurvey *row = &rows[state->n_surveys];
        if (!add_survey(state, summary, row, error) ||
            !add_scores(state, row->survey, scores, error))
            return false;
        state->n_surveys++;
    }
    state->surveys = rows;
    CxPlayScore *kept = cx_arena_new0_n(ctx->arena, CxPlayScore, scores->len);
    for (guint i = 0; i < scores->len; i++)
        kept[i] = g_array_index(scores, CxPlayScore, i);
    state->scores = kept;
    state->n_scores = scores->len;
    return true;
}

static bool
add_pilots(CxPlayState *state, const CxSurvey *survey, GArray *found, GError **error)
{
    CxPilots pilots;
    if (!cx_pilot_list(state->ctx, survey, &pilots, error))
        return false;
    for (size_t i = 0; i < pilots.n; i++) {
        const CxPilot *pilot = &pilots.items[i];
        if (pilot->result == NULL || pilot->to.v < state->today.v - PILOTS_DAYS)
            continue;
        CxPilotSteps steps;
        if (!cx_pilot_steps(state->ctx, pilot, &steps, error))
            return false;
        const CxPlayPilot one = { pilot, cx_pilot_units_left(state->ctx->arena, pilot, &steps) };
        g_array_append_val(found, one);
    }
    return true;
}

static bool
load_pilots(CxPlayState *state, GError **error)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxPlayPilot));
    for (size_t i = 0; i < state->n_surveys; i++) {
        if (!add_pilots(state, state->surveys[i].survey, found, error))
            return false;
    }
    CxPlayPilot *kept = cx_arena_new0_n(state->ctx->arena, CxPlayPilot, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxPlayPilot, i);
    state->pilots = kept;
    state->n_pilots = found->len;
    return true;
}

static bool
load_people(CxPlayState *state, GError **error)
{
    CxCtx *ctx = state->ctx;
    state->leaders = cx_leader_list(ctx, error);
    if (state->leaders == NULL)
        return false;
    state->departments = cx_department_list(ctx, error);
    if (state->departments == NULL)
        return false;
    state->item_counts = cx_item_count(ctx, error);
    return state->item_counts != NULL && cx_engage_settings_load(ctx, &state->settings, error) &&
           cx_contact_list(ctx, &state->contacts, error) &&
           cx_promise_list(ctx, &state->promises, error) &&
           cx_credit_list(ctx, &state->credits, error) &&
           cx_priority_list(ctx, &state->priorities, error) &&
           cx_play_answer_list(ctx, &state->answers, error) &&
           cx_finding_list(ctx, NULL, &state->findings, error);
}

/* What stands behind the basis. */
static bool
add_guarded(CxPlayState *state, GError **error)
{
    CxBasis basis;
    if (!cx_basis_load(state->ctx, &basis, error))
        return false;
    return !cx_basis_can_read(state->ctx, &basis) ||
           (cx_resistance_list(state->ctx, &state->resistances, error) &&
            cx_coach_step_list(state->ctx, CX_COACH_PLAN_COACHING, &state->coaching, error));
}

static bool
load_program(CxPlayState *state, GError **error)
{
    CxCtx *ctx = state->ctx;
    state->metrics = cx_metric_list(ctx, error);
    if (state->metrics == NULL || !cx_detail_list(ctx, &state->details, error) ||
        !cx_ambassador_load(ctx, &state->ambassadors, error) || !add_guarded(state, error) ||
        !cx_coach_step_list(ctx, CX_COACH_PLAN_SPONSOR, &state->training, error) ||
        !cx_round_list(ctx, &state->rounds, error) ||
        !cx_closed_list(ctx, &state->closeds, error) || !cx_care_list(ctx, &state->cares, error) ||
        !cx_commitment_list(ctx, &state->commitments, error) ||
        !cx_communication_list(ctx, &state->communications, error) ||
        !cx_call_list(ctx, &state->calls, error) ||
        !cx_call_candidate_list(ctx, &state->call_candidates, error) ||
        !cx_signature_standing(ctx, &state->standings, error))
        return false;
    state->health = cx_health_load(ctx, error);
    state->program = state->health != NULL ? cx_program_load(ctx, ctx->today, error) : NULL;
    return state->program != NULL;
}

static const CxHandover *
handed_to(const CxHandovers *newest, CxLeaderId leader)
{
    for (size_t i = 0; i < newest->n; i++) {
        if (newest->items[i].leader.v == leader.v)
            return &newest->items[i];
    }
    return NULL;
}

static bool
load_handed(CxPlayState *state, GError **error)
{
    CxHandovers newest;
    if (!cx_handover_newest(state->ctx, &newest, error))
        return false;
    const CxHandover **handed =
        cx_arena_new0_n(state->ctx->arena, const CxHandover *, state->leaders->len);
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        handed[i] = handed_to(&newest, leader->id);
    }
    state->handed = handed;
    return true;
}

CxPlayState *
cx_play_state_load(CxCtx *ctx, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see what the week proposes", error))
        return NULL;
    g_autoptr(CxPlayState) state = g_new0(CxPlayState, 1);
    state->ctx = ctx;
    state->today = ctx->today;
    state->owned = g_ptr_array_new_with_free_func((GDestroyNotify)cx_survey_free);
    if (!load_people(state, error) || !load_program(state, error) || !load_handed(state, error) ||
        !load_surveys(state, error) || !load_pilots(state, error))
        return NULL;
    return g_steal_pointer(&state);
}

const CxLeader *
cx_play_leader(const CxPlayState *state, CxLeaderId id)
{
    for (guint i = 0; i < state->leaders->len; i++) {
        const CxLeader *leader = state->leaders->pdata[i];
        if (leader->id.v == id.v)
            return leader;
    }
    return NULL;
}

const CxLeader *
cx_play_head(const CxPlayState *state, CxDepartmentId department)
{
    return cx_leader_heading(state->leaders, department, state->today);
}

const CxLeader *
cx_play_sponsor(const CxPlayState *state)
{
    const CxLeader *sponsor = cx_play_leader(state, (CxLeaderId){ state->settings.sponsor });
    return sponsor != NULL && cx_leader_term(sponsor, state->today) != NULL ? sponsor : NULL;
}

const CxLeader *
cx_play_heir(const CxPlayState *state, const CxLeader *gone)
{
    const CxTerm *last = NULL;
    for (guint i = 0; i < gone->terms->len; i++) {
        const CxTerm *term = gone->terms->pdata[i];
        if (term->department.v != 0 && !cx_day_is_none(term->to) &&
            (last == NULL || term->to.v > last->to.v))
            last = term;
    }
    return last != NULL ? cx_play_head(state, last->department) : NULL;
}

bool
cx_play_has_priority(const CxPlayState *state, CxLeaderId leader)
{
    for (size_t i = 0; i < state->priorities.n; i++) {
        if (state->priorities.items[i].leader.v == leader.v)
            return true;
    }
    return false;
}

int64_t
cx_play_n_items(const CxPlayState *state, CxDepartmentId department)
{
    for (guint i = 0; i < state->item_counts->len; i++) {
        const CxItemCount *count = &g_array_index(state->item_counts, CxItemCount, i);
        if (count->department.v == department.v)
            return count->n;
    }
    return 0;
}

const char *
cx_play_called(const CxPlayState *state, const CxLeader *leader)
{
    const CxTerm *term = cx_leader_term(leader, state->today);
    if (term == NULL || *term->title == '\0')
        return cx_arena_text(state->ctx->arena, leader->name);
    return cx_arena_printf(state->ctx->arena, "%s, %s", leader->name, term->title);
}

const char *
cx_play_called_within(const CxPlayState *state, const CxLeader *leader)
{
    const CxTerm *term = cx_leader_term(leader, state->today);
    if (term == NULL || *term->title == '\0')
        return cx_arena_text(state->ctx->arena, leader->name);
    return cx_arena_printf(state->ctx->arena, "%s, %s,", leader->name, term->title);
}

int32_t
cx_play_weeks(const CxPlayState *state, const CxLeader *leader)
{
    const CxTerm *term = cx_leader_term(leader, state->today);
    if (term == NULL || cx_day_is_none(term->from) || term->from.v > state->today.v)
        return -1;
    return (state->today.v - term->from.v) / DAYS_IN_WEEK;
}
