#include "engage/expectation.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "column/slice.h"
#include "db/txn.h"
#include "evidence/usual.h"
#include "lang/assert.h"
#include "sql/engage.h"

static const char *const patience_keys[CX_PATIENCE_N] = {
#define X(name, key) [CX_PATIENCE_##name] = (key),
    CX_PATIENCE_MAP(X)
#undef X
};

const char *
cx_patience_key(CxPatience patience)
{
    cx_assert(patience < CX_PATIENCE_N);
    return patience_keys[patience];
}

/* ---- The curve ---- */

/* The same date so many years on; 29 February becomes 1 March. */
static CxDay
years_on(CxDay from, size_t years)
{
    CxCivil civil = cx_day_civil(from);
    civil.year += (int32_t)years;
    if (!cx_civil_is_valid(civil)) {
        civil.month++;
        civil.day = 1;
    }
    return cx_day_from_civil(civil);
}

CxDay
cx_expectation_end(const CxExpectation *expectation)
{
    return years_on(expectation->from, expectation->n_years);
}

double
cx_expectation_at(const CxExpectation *expectation, CxDay day)
{
    if (day.v < expectation->from.v || day.v > cx_expectation_end(expectation).v)
        return (double)NAN;
    size_t year = 0;
    while (year + 1 < expectation->n_years && years_on(expectation->from, year + 1).v < day.v)
        year++;
    const CxDay first = years_on(expectation->from, year);
    const CxDay last = years_on(expectation->from, year + 1);
    const double from = year == 0 ? expectation->start : expectation->years[year - 1];
    const double to = expectation->years[year];
    return from + (to - from) * (double)(day.v - first.v) / (double)(last.v - first.v);
}

CxPatience
cx_patience_judge(const CxMeasured *value, double expected)
{
    if (isnan(expected) || !cx_measured_has_interval(value))
        return CX_PATIENCE_OPEN;
    if (value->hi < expected)
        return CX_PATIENCE_BEHIND;
    return value->lo > expected ? CX_PATIENCE_AHEAD : CX_PATIENCE_AS;
}

/* ---- Reading ---- */

static void
set_year(CxExpectation *expectation, CxOptReal value)
{
    expectation->years[expectation->n_years] = value.is_set ? value.v : (double)NAN;
    expectation->n_years += value.is_set;
}

static bool
load(CxCtx *ctx, const CxSurvey *survey, CxPatienceView *view, GError **error)
{
    const CxExpectationListParams params = { .survey_id = survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_expectation_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxExpectationListRow row;
    CxStep step = cx_q_expectation_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_expectation_list_next(stmt, &row, error)) {
        if (view->now.id != 0) {
            view->n_before++;
            continue;
        }
        view->now = (CxExpectation){
            .id = row.id,
            .from = { (int32_t)row.from_day },
            .start = row.start_value,
            .years = { row.year1, row.year2, row.year3 },
            .n_years = CX_EXPECTATION_YEARS_MIN,
            .agreed_with = cx_arena_text(ctx->arena, row.agreed_with),
            .set_by = cx_arena_text(ctx->arena, row.set_by),
            .set_at = { row.set_us },
        };
        set_year(&view->now, row.year4);
        if (row.year4.is_set)
            set_year(&view->now, row.year5);
    }
    return step == CX_STEP_DONE;
}

bool
cx_expectation_load(CxCtx *ctx, const CxSurvey *survey, CxExpectation *ret_expectation,
                    GError **error)
{
    CxPatienceView view = { .survey = survey };
    if (!cx_ctx_check_change(ctx, "see what was expected of the program", error) ||
        !load(ctx, survey, &view, error))
        return false;
    *ret_expectation = view.now;
    return true;
}

bool
cx_patience_survey(CxCtx *ctx, CxSurvey **ret_survey, GError **error)
{
    g_autoptr(GPtrArray) titles = cx_survey_titles(ctx, error);
    if (titles == NULL)
        return false;
    for (guint i = 0; i < titles->len; i++) {
        const CxSurveySummary *summary = titles->pdata[i];
        g_autoptr(CxSurvey) survey = cx_survey_load(ctx, summary->key, error);
        if (survey == NULL)
            return false;
        if (cx_score_item(survey, NULL) != NULL) {
            *ret_survey = g_steal_pointer(&survey);
            return true;
        }
    }
    return true;
}

static const CxCourse *
run_course(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(survey->key);
    const CxItem *item = cx_score_item(survey, NULL);
    if (item == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "this survey has no overall rating");
        return NULL;
    }
    slice->question = g_strdup(item->key);
    return cx_usual_settle(item, slice, error)
               ? cx_course_run(ctx, survey, slice, CX_SLICE_BY_QUARTER, error)
               : NULL;
}

/* Whether the course is cut between the curve's first day and a group. */
static bool
is_cut(const CxPatienceView *view, size_t group)
{
    const CxSplices *splices = &view->course->splices;
    for (size_t i = 0; i < splices->n; i++) {
        const size_t at = splices->items[i].at;
        if (at <= group && view->course->score->groups[at].from.v > view->now.from.v)
            return true;
    }
    return false;
}

CxPatience
cx_patience_of(const CxPatienceView *view, size_t group, CxDay today)
{
    const CxScoreGroup *each = &view->course->score->groups[group];
    const CxDay last = { cx_quarter_first_day(cx_day_quarter_index(each->from) + 1).v - 1 };
    if (view->now.id == 0 || last.v >= today.v)
        return CX_PATIENCE_OPEN;
    const CxPatience state = cx_patience_judge(&each->value, cx_expectation_at(&view->now, last));
    return state != CX_PATIENCE_OPEN && is_cut(view, group) ? CX_PATIENCE_CUT : state;
}

static void
judge(const CxCtx *ctx, CxPatienceView *view)
{
    const CxScore *score = view->course->score;
    view->newest = score->n_groups;
    view->state = CX_PATIENCE_OPEN;
    for (size_t i = score->n_groups; i > 0; i--) {
        const CxScoreGroup *group = &score->groups[i - 1];
        const CxDay last = { cx_quarter_first_day(cx_day_quarter_index(group->from) + 1).v - 1 };
        if (last.v >= ctx->today.v)
            continue;
        view->newest = i - 1;
        view->state = cx_patience_of(view, i - 1, ctx->today);
        return;
    }
}

bool
cx_patience_load(CxCtx *ctx, const CxSurvey *survey, CxPatienceView *ret_view, GError **error)
{
    CxPatienceView view = { .survey = survey, .state = CX_PATIENCE_OPEN };
    if (!cx_ctx_check_change(ctx, "see what was expected of the program", error) ||
        !load(ctx, survey, &view, error))
        return false;
    view.course = run_course(ctx, survey, error);
    if (view.course == NULL)
        return false;
    judge(ctx, &view);
    *ret_view = view;
    return true;
}

/* ---- Setting ---- */

static bool
check_values(const CxExpectation *expectation, const CxScore *score, GError **error)
{
    double all[CX_EXPECTATION_YEARS_MAX + 1] = { expectation->start };
    memcpy(all + 1, expectation->years, sizeof expectation->years);
    for (size_t i = 0; i <= expectation->n_years; i++) {
        if (all[i] >= score->scale_lo && all[i] <= score->scale_hi)
            continue;
        g_autofree char *lo = cx_text_number(score->scale_lo, 0);
        g_autofree char *hi = cx_text_number(score->scale_hi, 0);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "what is expected lies between %s and %s",
                    lo, hi);
        return false;
    }
    return true;
}

static bool
check(const CxExpectation *expectation, GError **error)
{
    if (expectation->n_years < CX_EXPECTATION_YEARS_MIN ||
        expectation->n_years > CX_EXPECTATION_YEARS_MAX) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say what is expected for three to five years, one after the other");
        return false;
    }
    if (expectation->agreed_with == NULL || *expectation->agreed_with == '\0' ||
        strlen(expectation->agreed_with) > CX_NAME_BYTES_MAX) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "say who agreed to it");
        return false;
    }
    return true;
}

static CxOptReal
year_or_null(const CxExpectation *expectation, size_t year)
{
    return year <= expectation->n_years
               ? (CxOptReal){ .is_set = true, .v = expectation->years[year - 1] }
               : (CxOptReal){ 0 };
}

bool
cx_expectation_set(CxCtx *ctx, const CxSurvey *survey, const CxExpectation *expectation,
                   GError **error)
{
    if (!cx_ctx_check_change(ctx, "say what is expected of the program", error) ||
        !check(expectation, error))
        return false;
    const CxCourse *course = run_course(ctx, survey, error);
    if (course == NULL || !check_values(expectation, course->score, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxExpectationAddParams params = {
        .survey_id = survey->id.v,
        .from_day = expectation->from.v,
        .start_value = expectation->start,
        .year1 = expectation->years[0],
        .year2 = expectation->years[1],
        .year3 = expectation->years[2],
        .year4 = year_or_null(expectation, 4),
        .year5 = year_or_null(expectation, 5),
        .agreed_with = expectation->agreed_with,
        .by = ctx->actor.name,
        .at_us = ctx->now.us,
    };
    CxExpectationAddRow row;
    g_autofree char *after =
        cx_audit_texts("survey", survey->key, "agreed_with", expectation->agreed_with, NULL);
    return cx_q_expectation_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "expectation.set", "expectation", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
