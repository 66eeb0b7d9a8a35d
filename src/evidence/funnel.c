#include "evidence/funnel.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/message.h"
#include "evidence/declaration.h"
#include "evidence/usual.h"
#include "stat/funnel.h"

#define ALPHA .05

static const char *const place_keys[] = {
#define X(name, key) [CX_FUNNEL_##name] = (key),
    CX_FUNNEL_MAP(X)
#undef X
};

const char *
cx_funnel_place_key(CxFunnelPlace place)
{
    return place_keys[place];
}

/* ---- Whom ---- */

static CxFunnelRow
row_of(const char *label, const char *what, const char *slice, const CxMeasured *value)
{
    return (CxFunnelRow){
        .label = label,
        .what = what,
        .slice = slice,
        .value = *value,
        .place = CX_FUNNEL_NONE,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .p_adjusted = (double)NAN,
        .expected = (double)NAN,
        .expected_lo = (double)NAN,
        .expected_hi = (double)NAN,
    };
}

/* The rating that stands for a department: declared, else most answered, which is what a proposal
 * would name; NULL where an earlier question of the department has been taken. */
static const CxItem *
item_of(const CxSurvey *survey, const CxDeclarations *declared, size_t index)
{
    const CxItem *item = &survey->items[index];
    if (item->department.v == 0 || item->role != CX_ITEM_ROLE_MEASURE)
        return NULL;
    for (size_t i = 0; i < index; i++) {
        if (survey->items[i].department.v == item->department.v &&
            survey->items[i].role == CX_ITEM_ROLE_MEASURE)
            return NULL;
    }
    const CxItem *found = item;
    for (size_t i = 0; i < declared->n; i++) {
        const CxDeclaration *each = &declared->items[i];
        const CxItem *named = cx_survey_item(survey, each->item_key);
        if (each->department.v == item->department.v && cx_day_is_none(each->withdrawn_on) &&
            named != NULL)
            found = named;
    }
    return found;
}

static const CxScore *
run_item(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, const CxItem *item,
         CxSliceMeasure measure, GError **error)
{
    g_autoptr(CxSlice) one = cx_slice_copy(slice);
    g_free(one->question);
    one->question = g_strdup(item->key);
    one->measure = measure;
    g_clear_pointer(&one->answers, g_strfreev);
    return cx_score_run(ctx, survey, one, error);
}

/* The measure and scale that most of the scores have in common. */
static const CxScore *
most_common(const CxScore *const *scores, size_t n)
{
    const CxScore *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        size_t n_same = 0;
        for (size_t j = 0; j < n; j++) {
            n_same += strcmp(scores[i]->measure, scores[j]->measure) == 0 &&
                              strcmp(scores[i]->unit, scores[j]->unit) == 0
                          ? 1
                          : 0;
        }
        if (n_same > most) {
            most = n_same;
            best = scores[i];
        }
    }
    return best;
}

static void
take_head(CxFunnelFinding *finding, const CxScore *score)
{
    finding->measure = score->measure;
    finding->unit = score->unit;
    finding->decimals = score->decimals;
    finding->scale_lo = score->scale_lo;
    finding->scale_hi = score->scale_hi;
    finding->from = score->from;
    finding->to = score->to;
}

static bool
add_departments(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, CxFunnelFinding *finding,
                GError **error)
{
    CxDeclarations declared;
    if (!cx_declaration_list(ctx, survey, &declared, error))
        return false;
    const CxScore **scores = cx_arena_new0_n(ctx->arena, const CxScore *, survey->n_items + 1);
    const char **names = cx_arena_new0_n(ctx->arena, const char *, survey->n_items + 1);
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = item_of(survey, &declared, i);
        CxSliceMeasure measure = CX_SLICE_NPS;
        if (item == NULL || !cx_score_can_see(ctx, item) || !cx_usual_measure(item, &measure))
            continue;
        scores[n] = run_item(ctx, survey, slice, item, measure, error);
        if (scores[n] == NULL)
            return false;
        names[n++] = cx_arena_text(ctx->arena, item->department_name);
    }
    const CxScore *common = most_common(scores, n);
    if (common == NULL)
        return true;
    take_head(finding, common);
    CxFunnelRow *rows = cx_arena_new0_n(ctx->arena, CxFunnelRow, n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(scores[i]->measure, common->measure) != 0 ||
            strcmp(scores[i]->unit, common->unit) != 0)
            continue;
        rows[finding->n_rows++] =
            row_of(names[i], scores[i]->label, scores[i]->slice, &scores[i]->whole);
    }
    finding->rows = rows;
    return true;
}

/* The slice that asks for one group alone, as text. */
static const char *
group_text(CxCtx *ctx, const CxSlice *slice, const char *key)
{
    g_autoptr(CxSlice) one = cx_slice_copy(slice);
    const char *item = slice->by == CX_SLICE_BY_ITEM   ? slice->by_item
                       : slice->by == CX_SLICE_BY_MODE ? "mode"
                                                       : "version";
    one->by = CX_SLICE_BY_NONE;
    if (!cx_slice_set_filter(one, item, key, NULL))
        return NULL;
    g_clear_pointer(&one->by_item, g_free);
    return cx_arena_take(ctx->arena, cx_slice_format(one));
}

static bool
add_groups(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, CxFunnelFinding *finding,
           GError **error)
{
    if (cx_slice_by_is_period(slice->by) || slice->measure == CX_SLICE_COUNT) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a funnel compares groups by a choice, by version or by way of "
                            "answering, and scores, not counts: periods are read as a trend");
        return false;
    }
    const CxScore *score = cx_score_run(ctx, survey, slice, error);
    if (score == NULL)
        return false;
    take_head(finding, score);
    CxFunnelRow *rows = cx_arena_new0_n(ctx->arena, CxFunnelRow, score->n_groups + 1);
    for (size_t i = 0; i < score->n_groups; i++) {
        const CxScoreGroup *group = &score->groups[i];
        rows[i] = row_of(group->label, NULL, group_text(ctx, slice, group->key), &group->value);
    }
    finding->rows = rows;
    finding->n_rows = score->n_groups;
    return true;
}

/* ---- Judging ---- */

/* The standard error an interval was made of: half of it over its quantile. */
static CxFunnelUnit
unit_of(const CxMeasured *value)
{
    const bool is_t = strcmp(value->rule, cx_stat_rule_key(CX_STAT_RULE_CLUSTER_T)) == 0 ||
                      strcmp(value->rule, cx_stat_rule_key(CX_STAT_RULE_STUDENT_T)) == 0;
    const double df = is_t ? (double)value->clusters - 1.0 : (double)INFINITY;
    const double half = (value->hi - value->lo) / 2.0;
    return (CxFunnelUnit){ value->value, half / cx_stat_t(CX_STAT_LEVEL, df), value->n };
}

typedef struct {
    CxFunnelUnit *units;
    CxFunnelRow **rows; /* they belong to */
    double *p;
    size_t n;
} Judged;

static Judged
judged_rows(CxCtx *ctx, CxFunnelRow *rows, size_t n_rows)
{
    Judged judged = {
        .units = cx_arena_new0_n(ctx->arena, CxFunnelUnit, n_rows + 1),
        .rows = cx_arena_new0_n(ctx->arena, CxFunnelRow *, n_rows + 1),
        .p = cx_arena_new0_n(ctx->arena, double, n_rows + 1),
    };
    for (size_t i = 0; i < n_rows; i++) {
        const CxMeasured *value = &rows[i].value;
        if (!cx_measured_has_interval(value) || !(value->hi > value->lo))
            continue;
        judged.units[judged.n] = unit_of(value);
        judged.rows[judged.n++] = &rows[i];
    }
    return judged;
}

static void
judge(const Judged *judged, const CxFunnelFit *funnel, CxFunnelFinding *finding)
{
    for (size_t i = 0; i < judged->n; i++)
        judged->p[i] = cx_stat_funnel_p(funnel, &judged->units[i]);
    cx_stat_bh(judged->p, judged->n, judged->p);
    for (size_t i = 0; i < judged->n; i++) {
        CxFunnelRow *row = judged->rows[i];
        const double half = cx_stat_funnel_half(funnel, judged->units[i].n, CX_FUNNEL_LEVEL_INNER);
        row->lo = fmax(finding->scale_lo, funnel->centre - half);
        row->hi = fmin(finding->scale_hi, funnel->centre + half);
        row->p_adjusted = judged->p[i];
        row->place = CX_FUNNEL_WITHIN;
        if (row->p_adjusted > ALPHA)
            continue;
        row->place = row->value.value > funnel->centre ? CX_FUNNEL_ABOVE : CX_FUNNEL_BELOW;
        finding->n_apart++;
    }
}

/* What is to be expected next of each when nothing changes. */
static void
expect(CxCtx *ctx, const Judged *judged, CxFunnelFinding *finding)
{
    double *value = cx_arena_new0_n(ctx->arena, double, judged->n + 1);
    double *se = cx_arena_new0_n(ctx->arena, double, judged->n + 1);
    for (size_t i = 0; i < judged->n; i++) {
        value[i] = judged->units[i].value;
        se[i] = judged->units[i].se;
    }
    const CxSpread spread = cx_stat_spread(value, se, judged->n);
    finding->has_allowance = !isnan(spread.mean);
    for (size_t i = 0; i < judged->n && finding->has_allowance; i++) {
        const CxExpected expected = cx_stat_regress(spread, value[i], se[i], se[i]);
        judged->rows[i]->expected = expected.value;
        judged->rows[i]->expected_lo = fmax(finding->scale_lo, expected.lo);
        judged->rows[i]->expected_hi = fmin(finding->scale_hi, expected.hi);
    }
}

/* The limits over the range of n, evenly in 1 / sqrt(n), where they are straight. */
static void
add_limits(CxCtx *ctx, const Judged *judged, const CxFunnelFit *funnel, CxFunnelFinding *finding)
{
    int64_t least = INT64_MAX;
    int64_t most = 0;
    for (size_t i = 0; i < judged->n; i++) {
        least = MIN(least, judged->units[i].n);
        most = MAX(most, judged->units[i].n);
    }
    CxFunnelBound *limits = cx_arena_new0_n(ctx->arena, CxFunnelBound, CX_FUNNEL_LIMITS_N);
    const double from = 1.0 / sqrt((double)MAX(least / 2, 1));
    const double to = 1.0 / sqrt((double)most * 1.1);
    for (size_t i = 0; i < CX_FUNNEL_LIMITS_N; i++) {
        const double share = (double)i / (double)(CX_FUNNEL_LIMITS_N - 1);
        const double root = from + share * (to - from);
        const int64_t n = MAX(llround(1.0 / (root * root)), 1);
        const double inner = cx_stat_funnel_half(funnel, n, CX_FUNNEL_LEVEL_INNER);
        const double outer = cx_stat_funnel_half(funnel, n, CX_FUNNEL_LEVEL_OUTER);
        limits[i] = (CxFunnelBound){
            .n = n,
            .inner_lo = fmax(finding->scale_lo, funnel->centre - inner),
            .inner_hi = fmin(finding->scale_hi, funnel->centre + inner),
            .outer_lo = fmax(finding->scale_lo, funnel->centre - outer),
            .outer_hi = fmin(finding->scale_hi, funnel->centre + outer),
        };
    }
    finding->limits = limits;
    finding->n_limits = CX_FUNNEL_LIMITS_N;
}

static void
add_words(CxCtx *ctx, CxFunnelFinding *finding, bool is_departments)
{
    const char *key = finding->n_rows == 0    ? "funnel.headline.nothing"
                      : finding->n_judged < 2 ? "funnel.headline.one"
                                              : "funnel.headline";
    finding->headline = cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue, key, CX_ARG_NUMBER("n", (int64_t)finding->n_apart),
                          CX_ARG_NUMBER("all", (int64_t)finding->n_judged),
                          CX_ARG_TEXT("what", is_departments ? "departments" : "groups")));
    finding->caution = cx_message_text(
        ctx->catalogue, finding->has_allowance ? "funnel.caution.allowed" : "funnel.caution.none");
}

const CxFunnelFinding *
cx_funnel_run(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, GError **error)
{
    CxFunnelFinding *finding = cx_arena_new0(ctx->arena, CxFunnelFinding);
    finding->centre = (double)NAN;
    const bool is_departments = slice->by == CX_SLICE_BY_NONE;
    if (!(is_departments ? add_departments : add_groups)(ctx, survey, slice, finding, error))
        return NULL;
    CxFunnelRow *rows = cx_arena_new0_n(ctx->arena, CxFunnelRow, finding->n_rows + 1);
    for (size_t i = 0; i < finding->n_rows; i++)
        rows[i] = finding->rows[i];
    finding->rows = rows;
    const Judged judged = judged_rows(ctx, rows, finding->n_rows);
    finding->n_judged = judged.n;
    const CxFunnelFit funnel = cx_stat_funnel(judged.units, judged.n);
    if (!isnan(funnel.centre)) {
        finding->centre = funnel.centre;
        judge(&judged, &funnel, finding);
        expect(ctx, &judged, finding);
        add_limits(ctx, &judged, &funnel, finding);
    }
    add_words(ctx, finding, is_departments);
    return finding;
}
