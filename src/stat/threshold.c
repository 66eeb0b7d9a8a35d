#include "stat/threshold.h"

#include <math.h>
#include <string.h>

#include "lang/assert.h"
#include "stat/draws.h"
#include "stat/isotonic.h"
#include "stat/score.h"
#include "stat/threshold_priv.h"

#define LEVEL_STEP       0.05   /* to which a level that nobody declared is rounded up */
#define BEST_SHARE       0.2    /* of the answers, where ratings are best */
#define CELLS_WORTH      100000 /* answers from which on fewer replicates do */
#define REPLICATES_LEAST 199
#define STEPS_JUMP       2.0 /* steps within which draws agree where the share jumps */

static const char *const status_keys[] = {
#define X(name, key, meaning) key,
    CX_THRESHOLD_STATUS_MAP(X)
#undef X
};

const char *
cx_threshold_status_key(CxThresholdStatus status)
{
    return status_keys[status];
}

bool
cx_threshold_status_find(const char *key, CxThresholdStatus *ret_status)
{
    for (size_t i = 0; i < CX_THRESHOLD_STATUS_N; i++) {
        if (g_strcmp0(key, status_keys[i]) == 0) {
            *ret_status = (CxThresholdStatus)i;
            return true;
        }
    }
    return false;
}

void
cx_threshold_free(CxThreshold *threshold)
{
    if (threshold == NULL)
        return;
    g_free(threshold->points);
    g_free(threshold);
}

/* ---- One sample: the answers, or a draw of them ---- */

/* Sums and the curve of one sample. Arrays have room for all points. */
typedef struct {
    double *w, *low; /* by point */
    double *curve;
    double *cumulated; /* share of the weight up to the end of each point */
    CxIsotonicBlock *blocks;
    double on_target; /* share, 0..1 */
    double sum;       /* of weights */
} Sample;

static void
sample_init(Sample *sample, size_t n_points)
{
    sample->w = g_new0(double, n_points + 1);
    sample->low = g_new0(double, n_points + 1);
    sample->curve = g_new0(double, n_points + 1);
    sample->cumulated = g_new0(double, n_points + 1);
    sample->blocks = g_new0(CxIsotonicBlock, n_points + 1);
}

static void
sample_clear(Sample *sample)
{
    g_free(sample->w);
    g_free(sample->low);
    g_free(sample->curve);
    g_free(sample->cumulated);
    g_free(sample->blocks);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sample, sample_clear)

static void
sample_begin(Sample *sample, size_t n_points)
{
    memset(sample->w, 0, n_points * sizeof *sample->w);
    memset(sample->low, 0, n_points * sizeof *sample->low);
    sample->on_target = 0.0;
}

static void
sample_add(Sample *sample, const CxThresholdGrid *grid, size_t cluster)
{
    for (size_t i = grid->first[cluster]; i < grid->first[cluster + 1]; i++) {
        const CxThresholdCell *cell = &grid->cells[i];
        sample->w[cell->point] += cell->w;
        sample->low[cell->point] += cell->is_low ? cell->w : 0.0;
        sample->on_target += cell->is_on_target ? cell->w : 0.0;
    }
}

static void
sample_end(Sample *sample, size_t n_points)
{
    sample->sum = 0.0;
    for (size_t i = 0; i < n_points; i++) {
        sample->sum += sample->w[i];
        sample->cumulated[i] = sample->sum;
        sample->curve[i] = sample->w[i] > 0.0 ? sample->low[i] / sample->w[i] : 0.0;
    }
    /* A draw of nobody comes once in e^20 at the least: its curve stays at nothing. */
    const double sum = sample->sum > 0.0 ? sample->sum : 1.0;
    for (size_t i = 0; i < n_points; i++)
        sample->cumulated[i] /= sum;
    sample->on_target /= sum;
    cx_stat_isotonic(sample->curve, sample->w, n_points, sample->curve, sample->blocks);
}

/* The first point past the level, n_points when there is none. */
static size_t
first_past(const CxThresholdGrid *grid, const double *curve, double level)
{
    size_t i = 0;
    while (i < grid->n_points && curve[i] <= level)
        i++;
    return i;
}

static bool
is_one_value(const CxThresholdPoint *point)
{
    return point->from >= point->to;
}

/* Where the curve passes the level: minus infinity when it is past it at the first point, infinity
 * when it never is. Between two single values (whole days) nothing is known, and the threshold is the
 * last value that is not past the level. */
static double
passes_at(const CxThresholdGrid *grid, const double *curve, double level)
{
    const size_t i = first_past(grid, curve, level);
    if (i == 0)
        return -(double)INFINITY;
    if (i == grid->n_points)
        return (double)INFINITY;
    const CxThresholdPoint *before = &grid->points[i - 1];
    const CxThresholdPoint *after = &grid->points[i];
    if (is_one_value(before) && is_one_value(after))
        return before->x;
    const double part = (level - curve[i - 1]) / (curve[i] - curve[i - 1]);
    return before->x + part * (after->x - before->x);
}

/* The share of the weight at or below x, taken as even within a point's values. */
static double
share_below(const CxThresholdGrid *grid, const double *cumulated, double x)
{
    double before = 0.0;
    double edge = grid->points[0].from;
    for (size_t i = 0; i < grid->n_points; i++) {
        const double end = i + 1 < grid->n_points
                               ? (grid->points[i].to + grid->points[i + 1].from) / 2.0
                               : grid->points[i].to;
        if (x < end) {
            return x <= edge ? before
                             : before + (cumulated[i] - before) * (x - edge) / (end - edge);
        }
        before = cumulated[i];
        edge = end;
    }
    return 1.0;
}

/* How much more answers are low in the last third of the weight than in the first. */
static double
rise(const CxThresholdGrid *grid, const Sample *sample)
{
    double first = 0.0;
    double first_low = 0.0;
    double last = 0.0;
    double last_low = 0.0;
    for (size_t i = 0; i < grid->n_points && (i == 0 || sample->cumulated[i] <= 0.4); i++) {
        first += sample->w[i];
        first_low += sample->low[i];
    }
    for (size_t i = grid->n_points;
         i-- > 0 && (i + 1 == grid->n_points || sample->cumulated[i] > 0.7);) {
        last += sample->w[i];
        last_low += sample->low[i];
    }
    return first > 0.0 && last > 0.0 ? last_low / last - first_low / first : 0.0;
}

/* ---- What is asked ---- */

static bool
is_low(const CxThresholdAsk *ask, const CxThresholdAnswer *answer)
{
    return answer->code >= ask->low_from && answer->code <= ask->low_to;
}

/* The sign of the weighted covariance of the fact and being low. */
static CxThresholdWorse
find_worse(const CxThresholdAsk *ask)
{
    double w = 0.0;
    double wx = 0.0;
    double wlow = 0.0;
    for (size_t i = 0; i < ask->n; i++) {
        w += ask->answers[i].w;
        wx += ask->answers[i].w * ask->answers[i].x;
        wlow += is_low(ask, &ask->answers[i]) ? ask->answers[i].w : 0.0;
    }
    double covariance = 0.0;
    for (size_t i = 0; i < ask->n; i++) {
        const double low = is_low(ask, &ask->answers[i]) ? 1.0 : 0.0;
        covariance += ask->answers[i].w * (ask->answers[i].x - wx / w) * (low - wlow / w);
    }
    return covariance < 0.0 ? CX_THRESHOLD_LESS : CX_THRESHOLD_MORE;
}

/* The next 5 % above the share of low answers where ratings are best. */
static double
choose_level(const CxThresholdGrid *grid, const Sample *sample)
{
    double w = 0.0;
    double low = 0.0;
    for (size_t i = 0; i < grid->n_points && (i == 0 || sample->cumulated[i] <= BEST_SHARE); i++) {
        w += sample->w[i];
        low += sample->low[i];
    }
    const double steps = floor(low / w / LEVEL_STEP) + 1.0;
    return fmin(steps * LEVEL_STEP, 1.0 - LEVEL_STEP);
}

static size_t
choose_replicates(const CxThresholdAsk *ask)
{
    if (ask->n_replicates > 0)
        return MIN(ask->n_replicates, CX_THRESHOLD_REPLICATES_MAX);
    if (ask->n <= CELLS_WORTH)
        return CX_THRESHOLD_REPLICATES;
    return MAX((size_t)CX_THRESHOLD_REPLICATES * CELLS_WORTH / ask->n, REPLICATES_LEAST);
}

/* ---- Intervals ---- */

/* Values of all replicates, one array for each thing that has an interval. */
typedef struct {
    size_t n;
    double *x;
    double *rise;
    double *below;     /* share below the threshold */
    double *on_target; /* */
    double *curve;     /* n for each point */
} Replicates;

static void
replicates_clear(Replicates *replicates)
{
    g_free(replicates->x);
    g_free(replicates->rise);
    g_free(replicates->below);
    g_free(replicates->on_target);
    g_free(replicates->curve);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Replicates, replicates_clear)

static void
replicate(const CxThresholdAsk *ask, const CxThresholdGrid *grid, double level,
          Replicates *replicates)
{
    const size_t n = replicates->n;
    replicates->x = g_new(double, n);
    replicates->rise = g_new(double, n);
    replicates->below = g_new(double, n);
    replicates->on_target = g_new(double, n);
    replicates->curve = g_new(double, n * grid->n_points);
    g_auto(Sample) sample = { 0 };
    sample_init(&sample, grid->n_points);
    g_auto(CxThresholdDraws) draws = { .n = 0 };
    cx_threshold_draws_make(&draws, grid, ask->seed, n);
    for (size_t r = 0; r < n; r++) {
        sample.on_target = cx_threshold_draws_read(&draws, r, sample.w, sample.low);
        sample_end(&sample, grid->n_points);
        replicates->x[r] = passes_at(grid, sample.curve, level);
        replicates->rise[r] = rise(grid, &sample);
        replicates->below[r] = share_below(grid, sample.cumulated, replicates->x[r]);
        replicates->on_target[r] = sample.on_target;
        for (size_t i = 0; i < grid->n_points; i++)
            replicates->curve[i * n + r] = sample.curve[i];
    }
}

/* A share with the interval of its replicates, moved so that they lie about it. */
static CxThresholdShare
share_of(double value, double about, double *replicates, size_t n)
{
    CxThresholdShare share = { .value = value };
    cx_stat_draws_middle(replicates, n, &share.lo, &share.hi);
    share.lo = CLAMP(share.lo + value - about, 0.0, 1.0);
    share.hi = CLAMP(share.hi + value - about, 0.0, 1.0);
    return share;
}

/* The exact share of answers whose fact, turned, is at or below x. */
static double
exact_below(const CxThresholdAsk *ask, double sign, double x)
{
    double below = 0.0;
    double all = 0.0;
    for (size_t i = 0; i < ask->n; i++) {
        below += sign * ask->answers[i].x <= x ? ask->answers[i].w : 0.0;
        all += ask->answers[i].w;
    }
    return below / all;
}

/* Shares before, between and beyond threshold and target. Consumes the replicates. */
static void
fill_shares(const CxThresholdAsk *ask, const CxThresholdGrid *grid, const Sample *sample, double x,
            Replicates *replicates, CxThreshold *threshold)
{
    const size_t n = replicates->n;
    const double near = share_below(grid, sample->cumulated, x);
    const double below = exact_below(ask, grid->sign, x);
    const double on_target = sample->on_target;
    g_autofree double *part = g_new(double, n);
    for (size_t r = 0; r < n; r++)
        part[r] = fmin(replicates->below[r], replicates->on_target[r]);
    threshold->before = share_of(fmin(below, on_target), fmin(near, on_target), part, n);
    for (size_t r = 0; r < n; r++)
        part[r] = 1.0 - fmax(replicates->below[r], replicates->on_target[r]);
    threshold->beyond =
        share_of(1.0 - fmax(below, on_target), 1.0 - fmax(near, on_target), part, n);
    /* On one side of the target only: a draw that falls on the other has none between. */
    const double side = below < on_target ? 1.0 : -1.0;
    for (size_t r = 0; r < n; r++)
        part[r] = fmax(side * (replicates->on_target[r] - replicates->below[r]), 0.0);
    threshold->between = share_of(fabs(on_target - below), fabs(on_target - near), part, n);
}

static void
fill_curve(const CxThresholdGrid *grid, Replicates *replicates, CxThreshold *threshold)
{
    for (size_t i = 0; i < grid->n_points; i++) {
        CxThresholdPoint *point = &threshold->points[i];
        cx_stat_draws_middle(&replicates->curve[i * replicates->n], replicates->n, &point->lo,
                             &point->hi);
    }
}

/* ---- Putting it together ---- */

static CxThresholdShare
no_share(void)
{
    return (CxThresholdShare){ (double)NAN, (double)NAN, (double)NAN };
}

static CxThreshold *
threshold_none(const CxThresholdAsk *ask)
{
    CxThreshold *threshold = g_new0(CxThreshold, 1);
    *threshold = (CxThreshold){
        .status = CX_THRESHOLD_TOO_FEW,
        .worse = ask->worse,
        .level = ask->level,
        .x = (double)NAN,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .n = (int64_t)ask->n,
        .before = no_share(),
        .between = no_share(),
        .beyond = no_share(),
        .on_target = no_share(),
    };
    return threshold;
}

/* Points, x and its interval turned back as the fact runs, by x rising. */
static void
turn_back(const CxThresholdGrid *grid, CxThreshold *threshold)
{
    if (grid->sign > 0.0)
        return;
    const size_t n = threshold->n_points;
    for (size_t i = 0; i < n; i++) {
        CxThresholdPoint *point = &threshold->points[i];
        const double from = -point->to;
        point->to = -point->from;
        point->from = from;
        point->x = -point->x;
    }
    for (size_t i = 0; i < n / 2; i++) {
        const CxThresholdPoint kept = threshold->points[i];
        threshold->points[i] = threshold->points[n - 1 - i];
        threshold->points[n - 1 - i] = kept;
    }
    const double lo = -threshold->hi;
    threshold->hi = -threshold->lo;
    threshold->lo = lo;
    threshold->x = -threshold->x;
}

static CxThresholdStatus
status_of(double x, CxThresholdStatus otherwise)
{
    if (isinf(x))
        return x > 0.0 ? CX_THRESHOLD_NEVER : CX_THRESHOLD_AT_ONCE;
    return otherwise;
}

/* The interval of the threshold. Where the share jumps, draws agree within one step between points,
 * which says nothing of where in the step: then it is at least that step. */
static void
fill_interval(const CxThresholdGrid *grid, const Sample *sample, Replicates *replicates,
              CxThreshold *threshold)
{
    cx_stat_draws_middle(replicates->x, replicates->n, &threshold->lo, &threshold->hi);
    const size_t i = first_past(grid, sample->curve, threshold->level);
    const CxThresholdPoint *before = &grid->points[i - 1];
    const CxThresholdPoint *after = &grid->points[i];
    if ((is_one_value(before) && is_one_value(after)) ||
        threshold->hi - threshold->lo > STEPS_JUMP * (after->x - before->x))
        return;
    threshold->lo = fmin(threshold->lo, before->x);
    threshold->hi = fmax(threshold->hi, after->x);
}

/* Fills everything that needs the bootstrap. */
static void
fill_intervals(const CxThresholdAsk *ask, const CxThresholdGrid *grid, const Sample *sample,
               CxThreshold *threshold)
{
    g_auto(Replicates) replicates = { .n = choose_replicates(ask) };
    replicate(ask, grid, threshold->level, &replicates);
    threshold->n_replicates = replicates.n;
    fill_curve(grid, &replicates, threshold);
    double rise_lo = 0.0;
    double rise_hi = 0.0;
    cx_stat_draws_middle(replicates.rise, replicates.n, &rise_lo, &rise_hi);
    const bool has_target = !isnan(ask->target);
    if (rise_lo <= 0.0)
        threshold->status = CX_THRESHOLD_FLAT;
    if (threshold->status == CX_THRESHOLD_OK && has_target)
        fill_shares(ask, grid, sample, threshold->x, &replicates, threshold);
    if (has_target) {
        threshold->on_target =
            share_of(sample->on_target, sample->on_target, replicates.on_target, replicates.n);
    }
    if (threshold->status == CX_THRESHOLD_OK)
        fill_interval(grid, sample, &replicates, threshold);
    else
        threshold->x = (double)NAN;
}

static void
fill(const CxThresholdAsk *ask, const CxThresholdGrid *grid, CxThreshold *threshold)
{
    g_auto(Sample) sample = { 0 };
    sample_init(&sample, grid->n_points);
    sample_begin(&sample, grid->n_points);
    for (size_t i = 0; i < grid->n_clusters; i++)
        sample_add(&sample, grid, i);
    sample_end(&sample, grid->n_points);
    if (isnan(threshold->level))
        threshold->level = choose_level(grid, &sample);
    threshold->points = g_new0(CxThresholdPoint, grid->n_points);
    threshold->n_points = grid->n_points;
    for (size_t i = 0; i < grid->n_points; i++) {
        threshold->points[i] = grid->points[i];
        threshold->points[i].share = sample.curve[i];
        threshold->points[i].lo = threshold->points[i].hi = (double)NAN;
    }
    threshold->x = passes_at(grid, sample.curve, threshold->level);
    if (grid->n_clusters < CX_STAT_CLUSTERS_MIN) {
        threshold->status = status_of(threshold->x, CX_THRESHOLD_FEW_CLUSTERS);
        threshold->x = isinf(threshold->x) ? (double)NAN : threshold->x;
    } else {
        threshold->status = status_of(threshold->x, CX_THRESHOLD_OK);
        fill_intervals(ask, grid, &sample, threshold);
    }
    turn_back(grid, threshold);
}

CxThreshold *
cx_stat_threshold(const CxThresholdAsk *ask)
{
    CxThreshold *threshold = threshold_none(ask);
    if (ask->n < CX_THRESHOLD_ANSWERS_MIN)
        return threshold;
    if (ask->worse == CX_THRESHOLD_AUTO)
        threshold->worse = find_worse(ask);
    g_auto(CxThresholdGrid) grid = { 0 };
    cx_threshold_grid_init(&grid, ask, threshold->worse);
    threshold->clusters = (int64_t)grid.n_clusters;
    if (grid.n_points >= CX_THRESHOLD_POINTS_MIN)
        fill(ask, &grid, threshold);
    return threshold;
}

double
cx_threshold_share_at(const CxThreshold *threshold, double x)
{
    const CxThresholdPoint *points = threshold->points;
    const size_t n = threshold->n_points;
    if (n == 0)
        return (double)NAN;
    if (x <= points[0].x)
        return points[0].share;
    for (size_t i = 1; i < n; i++) {
        if (x < points[i].x) {
            const double part = (x - points[i - 1].x) / (points[i].x - points[i - 1].x);
            return points[i - 1].share + part * (points[i].share - points[i - 1].share);
        }
    }
    return points[n - 1].share;
}
