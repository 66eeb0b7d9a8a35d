#include "stat/ordinal.h"

#include <math.h>
#include <string.h>

#include "lang/assert.h"

#define DIM_MAX    (CX_ORDINAL_LEVELS_MAX + CX_ORDINAL_TERMS_MAX)
#define STEPS_MAX  60
#define HALVES_MAX 30
#define GAIN_LEAST 1e-14 /* of the log-likelihood per answer, below which a step was the last */
#define ROUNDING   1e-14
#define RIDGE      1e-9

/* Parameters (cuts, then slopes), gradient and expected information. */
typedef struct {
    size_t n; /* parameters */
    double at[DIM_MAX];
    double gradient[DIM_MAX];
    double information[DIM_MAX][DIM_MAX];
    bool is_fixed[DIM_MAX]; /* held at 0 */
} Scoring;

static double
logistic(double x)
{
    return x >= 0.0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

static double
eta_of(const CxOrdinalTable *table, const double *slope, size_t row)
{
    double eta = 0.0;
    for (size_t t = 0; t < table->n_terms; t++)
        eta += slope[t] * table->basis[row * table->n_terms + t];
    return eta;
}

static double
log_likelihood(const CxOrdinalTable *table, const double *at)
{
    const size_t n_cuts = table->n_levels - 1;
    double sum = 0.0;
    for (size_t i = 0; i < table->n_rows; i++) {
        const double eta = eta_of(table, at + n_cuts, i);
        double before = 0.0;
        for (size_t k = 0; k < table->n_levels; k++) {
            const double until = k < n_cuts ? logistic(at[k] + eta) : 1.0;
            const double count = table->counts[i * table->n_levels + k];
            if (count > 0.0 && until <= before)
                return -(double)INFINITY;
            sum += count > 0.0 ? count * log(until - before) : 0.0;
            before = until;
        }
    }
    return sum;
}

static double
count_row(const CxOrdinalTable *table, size_t row)
{
    double n = 0.0;
    for (size_t k = 0; k < table->n_levels; k++)
        n += table->counts[row * table->n_levels + k];
    return n;
}

/* How one level's probability moves with the parameters: its own cut, the one below, the curve. */
static void
add_level(Scoring *scoring, const CxOrdinalTable *table, size_t row, size_t level,
          const double *density)
{
    const size_t n_cuts = table->n_levels - 1;
    double move[DIM_MAX] = { 0.0 };
    const double upper = level < n_cuts ? density[2 * level] : 0.0;
    const double lower = level > 0 ? density[2 * (level - 1)] : 0.0;
    const double until = level < n_cuts ? density[2 * level + 1] : 1.0;
    const double before = level > 0 ? density[2 * (level - 1) + 1] : 0.0;
    const double p = fmax(until - before, 1e-12);
    if (level < n_cuts)
        move[level] = upper;
    if (level > 0)
        move[level - 1] = -lower;
    for (size_t t = 0; t < table->n_terms; t++)
        move[n_cuts + t] = (upper - lower) * table->basis[row * table->n_terms + t];
    const double n_row = count_row(table, row);
    const double count = table->counts[row * table->n_levels + level];
    for (size_t a = 0; a < scoring->n; a++) {
        scoring->gradient[a] += count / p * move[a];
        for (size_t b = 0; b <= a; b++)
            scoring->information[a][b] += n_row / p * move[a] * move[b];
    }
}

static void
score(Scoring *scoring, const CxOrdinalTable *table)
{
    const size_t n_cuts = table->n_levels - 1;
    memset(scoring->gradient, 0, sizeof scoring->gradient);
    memset(scoring->information, 0, sizeof scoring->information);
    for (size_t i = 0; i < table->n_rows; i++) {
        const double eta = eta_of(table, scoring->at + n_cuts, i);
        double density[2 * CX_ORDINAL_LEVELS_MAX]; /* f and F at each cut */
        for (size_t k = 0; k < n_cuts; k++) {
            const double until = logistic(scoring->at[k] + eta);
            density[2 * k] = until * (1.0 - until);
            density[2 * k + 1] = until;
        }
        for (size_t k = 0; k < table->n_levels; k++)
            add_level(scoring, table, i, k, density);
    }
}

/* A slope that is held at 0 and would go below stays there. */
static void
fix(Scoring *scoring, const CxOrdinalTable *table)
{
    const size_t n_cuts = table->n_levels - 1;
    for (size_t a = 0; a < scoring->n; a++) {
        const bool is_held = a >= n_cuts && table->is_held != NULL && table->is_held[a - n_cuts];
        scoring->is_fixed[a] = is_held && scoring->at[a] <= 0.0 && scoring->gradient[a] <= 0.0;
    }
}

/* The information about two parameters; a fixed one is about itself alone. */
static double
informed(const Scoring *scoring, size_t a, size_t b)
{
    const bool is_free = !scoring->is_fixed[a] && !scoring->is_fixed[b];
    const double value = is_free ? scoring->information[a][b] : 0.0;
    if (a != b)
        return value;
    return scoring->is_fixed[a] ? 1.0 : value * (1.0 + RIDGE) + RIDGE;
}

/* Row a of the Cholesky factor, from the rows before; false when the matrix is singular. */
static bool
factor_row(const Scoring *scoring, double l[DIM_MAX][DIM_MAX], size_t a)
{
    for (size_t b = 0; b <= a; b++) {
        double sum = informed(scoring, a, b);
        for (size_t c = 0; c < b; c++)
            sum -= l[a][c] * l[b][c];
        if (a == b && sum <= 0.0)
            return false;
        l[a][b] = a == b ? sqrt(sum) : sum / l[b][b];
    }
    return true;
}

/* Solves information * step = gradient over the parameters that are free; false when singular. */
static bool
solve(const Scoring *scoring, double *step)
{
    double l[DIM_MAX][DIM_MAX];
    double z[DIM_MAX];
    for (size_t a = 0; a < scoring->n; a++) {
        if (!factor_row(scoring, l, a))
            return false;
        z[a] = scoring->is_fixed[a] ? 0.0 : scoring->gradient[a];
        for (size_t b = 0; b < a; b++)
            z[a] -= l[a][b] * z[b];
        z[a] /= l[a][a];
    }
    for (size_t a = scoring->n; a-- > 0;) {
        step[a] = z[a];
        for (size_t b = a + 1; b < scoring->n; b++)
            step[a] -= l[b][a] * step[b];
        step[a] /= l[a][a];
    }
    return true;
}

/* Goes along the step as far as it helps; returns what was gained. */
static double
go(Scoring *scoring, const CxOrdinalTable *table, const double *step, double *value)
{
    const size_t n_cuts = table->n_levels - 1;
    for (int i = 0; i < HALVES_MAX; i++) {
        const double length = ldexp(1.0, -i);
        double at[DIM_MAX] = { 0.0 };
        for (size_t a = 0; a < scoring->n; a++) {
            const bool is_held =
                a >= n_cuts && table->is_held != NULL && table->is_held[a - n_cuts];
            at[a] = scoring->at[a] + length * step[a];
            at[a] = is_held ? fmax(at[a], 0.0) : at[a];
        }
        const double there = log_likelihood(table, at);
        /* A step too small to be told by the likelihood is still taken: it is the last. */
        if (there >= *value - ROUNDING * fabs(*value)) {
            const double gain = there - *value;
            memcpy(scoring->at, at, sizeof at);
            *value = there;
            return gain;
        }
    }
    return 0.0;
}

/* Cuts at the levels' shares, slopes 0. False when a level is empty. */
static bool
start(Scoring *scoring, const CxOrdinalTable *table, double *ret_n)
{
    double of_level[CX_ORDINAL_LEVELS_MAX] = { 0.0 };
    double n = 0.0;
    for (size_t i = 0; i < table->n_rows * table->n_levels; i++) {
        of_level[i % table->n_levels] += table->counts[i];
        n += table->counts[i];
    }
    double until = 0.0;
    for (size_t k = 0; k < table->n_levels; k++) {
        if (of_level[k] <= 0.0)
            return false;
        until += of_level[k];
        if (k + 1 < table->n_levels)
            scoring->at[k] = log(until / (n - until));
    }
    *ret_n = n;
    return true;
}

CxOrdinalFit
cx_stat_ordinal_fit(const CxOrdinalTable *table)
{
    cx_assert(table->n_levels >= 2 && table->n_levels <= CX_ORDINAL_LEVELS_MAX);
    cx_assert(table->n_terms <= CX_ORDINAL_TERMS_MAX);
    CxOrdinalFit fit = { .has_converged = false, .log_likelihood = (double)NAN };
    const size_t n_cuts = table->n_levels - 1;
    Scoring scoring = { .n = n_cuts + table->n_terms };
    double n = 0.0;
    if (!start(&scoring, table, &n))
        return fit;
    double value = log_likelihood(table, scoring.at);
    for (int i = 0; i < STEPS_MAX && !fit.has_converged; i++) {
        double step[DIM_MAX] = { 0.0 };
        score(&scoring, table);
        fix(&scoring, table);
        if (!solve(&scoring, step))
            return fit;
        fit.has_converged = go(&scoring, table, step, &value) <= GAIN_LEAST * n;
    }
    memcpy(fit.cut, scoring.at, n_cuts * sizeof *fit.cut);
    memcpy(fit.slope, scoring.at + n_cuts, table->n_terms * sizeof *fit.slope);
    fit.log_likelihood = value;
    return fit;
}

double
cx_stat_ordinal_log_likelihood(const CxOrdinalTable *table, const CxOrdinalFit *fit)
{
    double at[DIM_MAX] = { 0.0 };
    const size_t n_cuts = table->n_levels - 1;
    memcpy(at, fit->cut, n_cuts * sizeof *at);
    memcpy(at + n_cuts, fit->slope, table->n_terms * sizeof *at);
    return log_likelihood(table, at);
}
