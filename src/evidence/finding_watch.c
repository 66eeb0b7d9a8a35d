/* What findings are made of: who answers less, and departments apart from the others. */
#include <inttypes.h>
#include <math.h>

#include "base/civil.h"
#include "evidence/finding_priv.h"
#include "evidence/score.h"
#include "evidence/usual.h"
#include "stat/compare.h"
#include "stat/family.h"
#include "stat/score.h"

#define LIFE_DAYS     137
#define WEEKS         13 /* of a quarter */
#define DAYS_IN_WEEK  7
#define WEEKS_MIN     8 /* with answers, in each of both quarters */
#define QUARTERS_YEAR 4

static const char *
score_slice(const CxNoticer *noticer, const CxSlice *slice)
{
    return cx_arena_take(noticer->ctx->arena, cx_slice_format(slice));
}

/* ---- Fading ---- */

typedef struct {
    double sum, squares;
    int64_t n;
    int n_weeks; /* with answers */
} Weeks;

static Weeks
count_weeks(const CxFrame *frame, CxDay from)
{
    Weeks weeks = { 0 };
    for (int i = 0; i < WEEKS; i++) {
        const CxDay first = { from.v + i * DAYS_IN_WEEK };
        const CxDay next = { first.v + DAYS_IN_WEEK };
        const int64_t n =
            (int64_t)cx_frame_day_row(frame, next) - (int64_t)cx_frame_day_row(frame, first);
        weeks.sum += (double)n;
        weeks.squares += (double)n * (double)n;
        weeks.n += n;
        weeks.n_weeks += n > 0 ? 1 : 0;
    }
    return weeks;
}

typedef struct {
    CxDay from, to;
    int64_t n;
} FadingFound;

static void
say_fading(CxCtx *ctx, CxCandidate *candidate)
{
    const FadingFound *found = candidate->data;
    const CxMeasured *value = &candidate->value;
    CxFindingArgs *args = cx_finding_args_new();
    cx_finding_args_number(args, "percent", -value->value, 0);
    cx_finding_args_range(args, "range", -value->hi, -value->lo, 0);
    cx_finding_args_period(args, "period", found->from, found->to);
    cx_finding_args_count(args, "n", found->n);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message = "finding.fading";
    candidate->state = "fewer";
    candidate->card_label = cx_message_text(ctx->catalogue, "finding.card.fading.label");
    candidate->card_measure = cx_message_text(ctx->catalogue, "finding.card.fading.measure");
    candidate->card_method = cx_message_text(ctx->catalogue, "finding.card.fading.method");
}

/* The change of the weekly number in %, on the logarithm by the delta method. */
static bool
fill_fading(const Weeks *now, const Weeks *before, CxCandidate *candidate)
{
    const CxEstimate a = cx_stat_mean(WEEKS, now->sum, now->squares, CX_STAT_LEVEL);
    const CxEstimate b = cx_stat_mean(WEEKS, before->sum, before->squares, CX_STAT_LEVEL);
    if (!cx_estimate_has_interval(&a) || !cx_estimate_has_interval(&b) || a.value <= 0.0 ||
        b.value <= 0.0)
        return false;
    CxEstimate log_a = a;
    CxEstimate log_b = b;
    log_a.value = log_a.centre = log(a.value);
    log_b.value = log_b.centre = log(b.value);
    log_a.se = a.se / a.value;
    log_b.se = b.se / b.value;
    const CxComparison change = cx_stat_difference(&log_a, &log_b);
    if (isnan(change.p) || isnan(change.difference.lo))
        return false;
    candidate->value.value = 100.0 * (exp(change.difference.value) - 1.0);
    candidate->value.lo = 100.0 * (exp(change.difference.lo) - 1.0);
    candidate->value.hi = 100.0 * (exp(change.difference.hi) - 1.0);
    candidate->value.status = CX_MEASURED_OK;
    candidate->value.rule = cx_stat_rule_key(change.difference.rule);
    candidate->p = change.p;
    return true;
}

bool
cx_notice_fading(CxNoticer *noticer, GError **error)
{
    CxCtx *ctx = noticer->ctx;
    const int32_t quarter = cx_day_quarter_index(noticer->from);
    const Weeks now = count_weeks(noticer->frame, noticer->from);
    const Weeks before = count_weeks(noticer->frame, cx_quarter_first_day(quarter - QUARTERS_YEAR));
    if (now.n_weeks < WEEKS_MIN || before.n_weeks < WEEKS_MIN)
        return true;
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(noticer->survey->key);
    slice->measure = CX_SLICE_COUNT;
    slice->from = noticer->from;
    slice->to = noticer->to;
    const CxScore *score = cx_score_run(ctx, noticer->survey, slice, error);
    if (score == NULL)
        return false;
    FadingFound *found = cx_arena_new0(ctx->arena, FadingFound);
    *found = (FadingFound){ noticer->from, noticer->to, score->whole.n };
    CxCandidate candidate = {
        .kind = CX_FINDING_FADING,
        .tone = CX_FINDING_TONE_BAD,
        .item = &noticer->survey->items[noticer->survey->i_overall],
        .subject = cx_arena_printf(ctx->arena, "fading:%" PRId64, noticer->survey->id.v),
        .value = score->whole,
        .slice = score_slice(noticer, slice),
        .url = cx_arena_printf(ctx->arena, "/surveys#%s", noticer->survey->key),
        .days = LIFE_DAYS,
        .data = found,
        .say = say_fading,
    };
    /* Those who answer more are tested too, and not told of. */
    if (fill_fading(&now, &before, &candidate)) {
        if (candidate.value.value >= 0.0)
            candidate.p = 1.0;
        g_array_append_val(noticer->family, candidate);
    }
    return true;
}

/* ---- Departments apart ---- */

/* A department's first question under the measure most departments have. */
typedef struct {
    const CxItem *item;
    const CxScore *score;
    const char *slice;
    double value, se, mean; /* of the score; of the other departments */
} Department;

static void
say_unusual(CxCtx *ctx, CxCandidate *candidate)
{
    const Department *department = candidate->data;
    const CxMeasured *value = &candidate->value;
    const bool is_high = value->value > 0.0;
    const int decimals = department->score->decimals;
    CxFindingArgs *args = cx_finding_args_new();
    cx_finding_args_text(args, "label", department->item->label);
    cx_finding_args_text(args, "unit", department->score->unit);
    cx_finding_args_number(args, "score", department->value, decimals);
    cx_finding_args_number(args, "amount", fabs(value->value), decimals);
    cx_finding_args_range(args, "range", is_high ? value->lo : -value->hi,
                          is_high ? value->hi : -value->lo, decimals);
    cx_finding_args_count(args, "n", value->n);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message = is_high ? "finding.unusual.high" : "finding.unusual.low";
    candidate->state = is_high ? "high" : "low";
    candidate->card_measure = cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "finding.card.unusual.measure",
                                      CX_ARG_TEXT("measure", department->score->measure)));
    candidate->card_method = cx_message_text(ctx->catalogue, "finding.card.unusual.method");
}

static bool
is_first(const GArray *departments, const CxItem *item)
{
    for (guint i = 0; i < departments->len; i++) {
        if (g_array_index(departments, Department, i).item->department.v == item->department.v)
            return false;
    }
    return true;
}

/* The departments' scores of the quarter that have an interval. */
static bool
load_departments(const CxNoticer *noticer, CxSliceMeasure measure, GArray *departments,
                 GError **error)
{
    for (size_t i = 0; i < noticer->survey->n_items; i++) {
        const CxItem *item = &noticer->survey->items[i];
        CxSliceMeasure usual;
        if (item->role != CX_ITEM_ROLE_MEASURE || item->department.v == 0 ||
            !cx_usual_measure(item, &usual) || usual != measure || !is_first(departments, item))
            continue;
        g_autoptr(CxSlice) slice = cx_slice_new();
        slice->survey = g_strdup(noticer->survey->key);
        slice->question = g_strdup(item->key);
        slice->measure = measure;
        slice->from = noticer->from;
        slice->to = noticer->to;
        const CxScore *score = cx_score_run(noticer->ctx, noticer->survey, slice, error);
        if (score == NULL)
            return false;
        const CxMeasured *value = &score->whole;
        if (!cx_measured_has_interval(value) || !(value->hi > value->lo))
            continue;
        const Department department = {
            .item = item,
            .score = score,
            .slice = score_slice(noticer, slice),
            .value = value->value,
            .se = (value->hi - value->lo) / (2.0 * cx_stat_z(CX_STAT_LEVEL)),
        };
        g_array_append_val(departments, department);
    }
    return true;
}

/* Against the spread of the others alone, so that one far away does not widen what it is held to. */
static bool
fill_unusual(const GArray *departments, guint at, CxCandidate *candidate)
{
    g_autofree double *value = g_new0(double, departments->len);
    g_autofree double *se = g_new0(double, departments->len);
    size_t n = 0;
    for (guint i = 0; i < departments->len; i++) {
        const Department *each = &g_array_index(departments, Department, i);
        if (i == at)
            continue;
        value[n] = each->value;
        se[n++] = each->se;
    }
    const CxSpread spread = cx_stat_spread(value, se, n);
    Department *own = &g_array_index(departments, Department, at);
    if (isnan(spread.mean))
        return false;
    own->mean = spread.mean;
    const double sd = sqrt(spread.variance + own->se * own->se);
    const double away = own->value - spread.mean;
    candidate->value.value = away;
    candidate->value.lo = away - cx_stat_z(CX_STAT_LEVEL) * sd;
    candidate->value.hi = away + cx_stat_z(CX_STAT_LEVEL) * sd;
    candidate->value.rule = cx_stat_rule_key(CX_STAT_RULE_DIFFERENCE_Z);
    candidate->p = cx_stat_p_z(away / sd);
    return true;
}

bool
cx_notice_unusual(CxNoticer *noticer, GError **error)
{
    CxArena *arena = noticer->ctx->arena;
    static const CxSliceMeasure measures[] = { CX_SLICE_NPS, CX_SLICE_TOP2 };
    for (size_t m = 0; m < CX_N_ELEMENTS(measures); m++) {
        g_autoptr(GArray) departments = g_array_new(FALSE, TRUE, sizeof(Department));
        if (!load_departments(noticer, measures[m], departments, error))
            return false;
        Department *kept = cx_arena_new0_n(arena, Department, departments->len + 1);
        for (guint i = 0; i < departments->len; i++) {
            const Department *each = &g_array_index(departments, Department, i);
            CxCandidate candidate = {
                .kind = CX_FINDING_UNUSUAL,
                .department = each->item->department,
                .item = each->item,
                .subject = cx_arena_printf(arena, "unusual:%" PRId64 ":%" PRId64,
                                           noticer->survey->id.v, each->item->department.v),
                .value = each->score->whole,
                .decimals = each->score->decimals,
                .slice = each->slice,
                .url = cx_arena_printf(arena, "/scores?survey=%s&question=%s", noticer->survey->key,
                                       each->item->key),
                .days = LIFE_DAYS,
                .say = say_unusual,
            };
            if (!fill_unusual(departments, i, &candidate))
                continue;
            candidate.tone =
                candidate.value.value < 0.0 ? CX_FINDING_TONE_BAD : CX_FINDING_TONE_GOOD;
            kept[i] = g_array_index(departments, Department, i);
            candidate.data = &kept[i];
            g_array_append_val(noticer->family, candidate);
        }
    }
    return true;
}
