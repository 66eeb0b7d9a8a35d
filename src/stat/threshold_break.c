/* Whether ratings break: a broken line against smooth curves on answers held out.
 *
 * Sampling units are dealt into ten folds. In each round nine folds fit, and the tenth judges: all
 * models say how likely its answers are. The broken line has one free breakpoint; the smooth curves
 * have a slope that is never negative and runs in straight lines between 2, 4 or 6 knots, so that they
 * bend but do not break. The broken line has to beat the best of them. */
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "lang/assert.h"
#include "stat/ordinal.h"
#include "stat/threshold_priv.h"

#define FOLDS        10
#define LEVELS_MAX   5    /* answers put together, so that each is given often enough */
#define LEVEL_LEAST  0.08 /* of the answers */
#define EDGE         0.1  /* of the weight at each end where no break is looked for */
#define CODES        256
#define BROKEN_TERMS 2
#define ERRORS_LEAST                                                                               \
    2.262 /* standard errors: t on folds less one; with one error, softly bent
                              curves pass for broken */

static const size_t n_knots_tried[] = { 2, 4, 6 };

typedef struct {
    const CxThresholdGrid *grid;
    size_t n_points;
    size_t n_levels;
    size_t level_of[CODES];
    double *counts;    /* of all answers: points times levels */
    double *of_fold;   /* FOLDS times points times levels */
    double *x;         /* of points, 0..1 */
    double *cumulated; /* share of the weight up to each point */
    double *kept;      /* counts without one fold */
    double *basis;     /* room for points times terms */
} Judging;

static void
judging_clear(Judging *judging)
{
    g_free(judging->counts);
    g_free(judging->of_fold);
    g_free(judging->x);
    g_free(judging->cumulated);
    g_free(judging->kept);
    g_free(judging->basis);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Judging, judging_clear)

/* Codes put together into levels, each with enough answers. False when that leaves fewer than two. */
static bool
find_levels(Judging *judging)
{
    double of_code[CODES] = { 0.0 };
    double sum = 0.0;
    const CxThresholdGrid *grid = judging->grid;
    for (size_t i = 0; i < grid->first[grid->n_clusters]; i++) {
        of_code[grid->cells[i].code] += grid->cells[i].w;
        sum += grid->cells[i].w;
    }
    const double least = fmax(LEVEL_LEAST, 1.0 / LEVELS_MAX) * sum;
    double open = 0.0;
    double left = sum;
    for (size_t code = 0; code < CODES; code++) {
        judging->level_of[code] = judging->n_levels;
        open += of_code[code];
        left -= of_code[code];
        if (open >= least * 0.75 && left >= LEVEL_LEAST * sum &&
            judging->n_levels + 2 <= LEVELS_MAX) {
            judging->n_levels++;
            open = 0.0;
        }
    }
    judging->n_levels++;
    return judging->n_levels >= 2;
}

/* The numbers below n in an order drawn by the seed. (transfer full) */
static size_t *
shuffled(size_t n, uint64_t seed)
{
    size_t *order = g_new(size_t, n + 1);
    CxRandom random = cx_random_seeded(seed);
    for (size_t i = 0; i < n; i++) {
        const size_t j = (size_t)cx_random_below(&random, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    return order;
}

/* Adds one sampling unit's answers to its fold and to all. */
static void
deal_unit(Judging *judging, size_t i_cluster, double unit, double *fold)
{
    const CxThresholdGrid *grid = judging->grid;
    for (size_t j = grid->first[i_cluster]; j < grid->first[i_cluster + 1]; j++) {
        const CxThresholdCell *cell = &grid->cells[j];
        const size_t at = cell->point * judging->n_levels + judging->level_of[cell->code];
        fold[at] += cell->w * unit;
        judging->counts[at] += cell->w * unit;
    }
}

/* Deals the sampling units into folds and counts. */
static void
deal(Judging *judging, uint64_t seed)
{
    const CxThresholdGrid *grid = judging->grid;
    const size_t n_cells = judging->n_points * judging->n_levels;
    judging->counts = g_new0(double, n_cells);
    judging->of_fold = g_new0(double, FOLDS *n_cells);
    judging->kept = g_new0(double, n_cells);
    g_autofree size_t *order = shuffled(grid->n_clusters, seed);
    double sum = 0.0;
    for (size_t i = 0; i < judging->n_points; i++)
        sum += grid->w[i];
    const double unit = (double)grid->first[grid->n_clusters] / sum; /* weights are 1 on average */
    for (size_t i = 0; i < grid->n_clusters; i++)
        deal_unit(judging, order[i], unit, &judging->of_fold[(i % FOLDS) * n_cells]);
}

static void
place(Judging *judging)
{
    const CxThresholdGrid *grid = judging->grid;
    const size_t n = judging->n_points;
    judging->x = g_new0(double, n);
    judging->cumulated = g_new0(double, n);
    judging->basis = g_new0(double, n *CX_ORDINAL_TERMS_MAX);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        judging->x[i] =
            (grid->points[i].x - grid->points[0].x) / (grid->points[n - 1].x - grid->points[0].x);
        sum += grid->w[i];
        judging->cumulated[i] = sum;
    }
    for (size_t i = 0; i < n; i++)
        judging->cumulated[i] /= sum;
}

/* ---- Models ---- */

static CxOrdinalTable
broken_table(Judging *judging, double psi, const double *counts)
{
    for (size_t i = 0; i < judging->n_points; i++) {
        judging->basis[i * BROKEN_TERMS] = judging->x[i];
        judging->basis[i * BROKEN_TERMS + 1] = fmax(judging->x[i] - psi, 0.0);
    }
    return (CxOrdinalTable){
        .counts = counts,
        .basis = judging->basis,
        .n_rows = judging->n_points,
        .n_levels = judging->n_levels,
        .n_terms = BROKEN_TERMS,
    };
}

/* The integral from 0 to x of the hat about knot k of n evenly spaced ones. */
static double
hat_integral(double x, size_t k, size_t n_knots)
{
    const double step = 1.0 / (double)(n_knots - 1);
    const double u = x / step - (double)k; /* in steps from the knot */
    double below = 0.0;
    if (k > 0)
        below = u <= -1.0 ? 0.0 : (u < 0.0 ? (u + 1.0) * (u + 1.0) / 2.0 : 0.5);
    double above = 0.0;
    if (k + 1 < n_knots)
        above = u <= 0.0 ? 0.0 : (u < 1.0 ? u - u * u / 2.0 : 0.5);
    return step * (below + above);
}

static CxOrdinalTable
smooth_table(Judging *judging, size_t n_knots, const double *counts)
{
    static const bool is_held[CX_ORDINAL_TERMS_MAX] = { true, true, true, true,
                                                        true, true, true, true };
    for (size_t i = 0; i < judging->n_points; i++) {
        /* Knots lie evenly in the weight: the curve bends where there are answers. */
        const double before = i > 0 ? judging->cumulated[i - 1] : 0.0;
        const double at = (before + judging->cumulated[i]) / 2.0;
        for (size_t k = 0; k < n_knots; k++)
            judging->basis[i * n_knots + k] = hat_integral((at + judging->x[i]) / 2.0, k, n_knots);
    }
    return (CxOrdinalTable){
        .counts = counts,
        .basis = judging->basis,
        .is_held = is_held,
        .n_rows = judging->n_points,
        .n_levels = judging->n_levels,
        .n_terms = n_knots,
    };
}

/* The broken line that fits best. *ret_psi is NaN when none fits. */
static CxOrdinalFit
fit_broken(Judging *judging, const double *counts, double *ret_psi)
{
    CxOrdinalFit best = { .log_likelihood = -(double)INFINITY };
    *ret_psi = (double)NAN;
    for (size_t i = 1; i + 1 < judging->n_points; i++) {
        if (judging->cumulated[i] < EDGE || judging->cumulated[i] > 1.0 - EDGE)
            continue;
        const CxOrdinalTable table = broken_table(judging, judging->x[i], counts);
        const CxOrdinalFit fit = cx_stat_ordinal_fit(&table);
        if (fit.has_converged && fit.log_likelihood > best.log_likelihood) {
            best = fit;
            *ret_psi = judging->x[i];
        }
    }
    return best;
}

/* ---- Judging ---- */

/* Log-likelihoods of one held-out fold: the broken line, then each smooth curve. False when a model
 * cannot be fitted. */
static bool
judge_fold(Judging *judging, size_t i_fold, double *ret_values)
{
    const size_t n_cells = judging->n_points * judging->n_levels;
    const double *held = &judging->of_fold[i_fold * n_cells];
    for (size_t i = 0; i < n_cells; i++)
        judging->kept[i] = fmax(judging->counts[i] - held[i], 0.0);
    double psi = 0.0;
    const CxOrdinalFit broken = fit_broken(judging, judging->kept, &psi);
    if (isnan(psi))
        return false;
    const CxOrdinalTable broken_held = broken_table(judging, psi, held);
    ret_values[0] = cx_stat_ordinal_log_likelihood(&broken_held, &broken);
    for (size_t i = 0; i < G_N_ELEMENTS(n_knots_tried); i++) {
        CxOrdinalTable table = smooth_table(judging, n_knots_tried[i], judging->kept);
        const CxOrdinalFit smooth = cx_stat_ordinal_fit(&table);
        if (!smooth.has_converged)
            return false;
        table.counts = held;
        ret_values[1 + i] = cx_stat_ordinal_log_likelihood(&table, &smooth);
    }
    return true;
}

static double
fold_weight(const Judging *judging, size_t i_fold)
{
    const size_t n_cells = judging->n_points * judging->n_levels;
    double n = 0.0;
    for (size_t i = 0; i < n_cells; i++)
        n += judging->of_fold[i_fold * n_cells + i];
    return n;
}

/* The smooth curve that does best over all folds, as an index into a fold's values. */
static size_t
best_smooth(double values[FOLDS][1 + G_N_ELEMENTS(n_knots_tried)])
{
    size_t best = 1;
    double most = -(double)INFINITY;
    for (size_t i = 1; i <= G_N_ELEMENTS(n_knots_tried); i++) {
        double sum = 0.0;
        for (size_t f = 0; f < FOLDS; f++)
            sum += values[f][i];
        if (sum > most) {
            most = sum;
            best = i;
        }
    }
    return best;
}

/* Mean of what the folds gained, and its standard error. */
static double
mean_gain(const double gains[FOLDS], double *ret_se)
{
    double mean = 0.0;
    for (size_t f = 0; f < FOLDS; f++)
        mean += gains[f] / FOLDS;
    double squares = 0.0;
    for (size_t f = 0; f < FOLDS; f++)
        squares += (gains[f] - mean) * (gains[f] - mean);
    *ret_se = sqrt(squares / (FOLDS - 1) / FOLDS);
    return mean;
}

static void
judge(Judging *judging, CxThresholdBreak *ret_break)
{
    double values[FOLDS][1 + G_N_ELEMENTS(n_knots_tried)];
    for (size_t f = 0; f < FOLDS; f++) {
        if (!judge_fold(judging, f, values[f]))
            return;
    }
    const size_t smooth = best_smooth(values);
    double gains[FOLDS];
    for (size_t f = 0; f < FOLDS; f++)
        gains[f] = (values[f][0] - values[f][smooth]) / fmax(fold_weight(judging, f), 1.0);
    double se = 0.0;
    const double mean = mean_gain(gains, &se);
    double psi = 0.0;
    const CxOrdinalFit broken = fit_broken(judging, judging->counts, &psi);
    if (!isfinite(mean) || !isfinite(se) || isnan(psi))
        return;
    const CxThresholdGrid *grid = judging->grid;
    const double from = grid->points[0].x;
    const double to = grid->points[judging->n_points - 1].x;
    ret_break->gain = mean;
    ret_break->gain_se = se;
    ret_break->x = grid->sign * (from + psi * (to - from));
    ret_break->is_break = mean > ERRORS_LEAST * se && broken.slope[1] > 0.0;
}

CxThresholdBreak
cx_stat_threshold_break(const CxThresholdAsk *ask, const CxThreshold *threshold)
{
    CxThresholdBreak found = { .is_break = false, .x = NAN, .gain = NAN, .gain_se = NAN };
    if (threshold->status == CX_THRESHOLD_TOO_FEW ||
        threshold->status == CX_THRESHOLD_FEW_CLUSTERS || threshold->status == CX_THRESHOLD_FLAT)
        return found;
    g_auto(CxThresholdGrid) grid = { 0 };
    cx_threshold_grid_init(&grid, ask, threshold->worse);
    g_auto(Judging) judging = { .grid = &grid, .n_points = grid.n_points };
    if (grid.n_clusters < (size_t)2 * FOLDS || !find_levels(&judging))
        return found;
    place(&judging);
    deal(&judging, ask->seed);
    judge(&judging, &found);
    return found;
}
