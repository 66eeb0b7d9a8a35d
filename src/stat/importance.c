/* LMG without going through orders or keeping 2^p values of R^2.
 *
 * Drivers are decided one after the other, each in or out of a set S. Where driver k is taken in,
 * R^2 grows by its gain, given those taken before it; the gain is read off the Schur complement of the
 * moments, of which every step needs one. R^2(S) is the sum of the gains along the way, so the value of
 * the game is a sum of small games, one for each gain: "all of the s taken and none of the e left out,
 * whoever comes later". Shapley's value of such a game is known: (s-1)! e! / (s+e)! to each one taken,
 * -s! (e-1)! / (s+e)! to each left out, nothing to the later ones. Sums of these pass up the
 * recursion, so that each of the 2^p - 1 gains costs the same few operations.
 *
 * Depth first, the matrices of one path suffice, and most steps work on matrices of one or two
 * drivers. */
#include "stat/importance.h"

#include <gsl/gsl_eigen.h>
#include <math.h>
#include <string.h>

#include "lang/assert.h"

#define SINGULAR                                                                                   \
    1e-9 /* part of a driver's variance that the others leave, below which none is left */
#define LEAD (CX_DRIVERS_LMG_MAX + 1) /* from one row of a step's matrix to the next */

typedef struct {
    size_t n;           /* drivers */
    double *importance; /* n */
    /* To those taken in and from those left out, by how many there are of them. */
    double in[LEAD + 1][LEAD + 1];
    double out[LEAD + 1][LEAD + 1];
    double rest[LEAD][LEAD * LEAD]; /* the matrix of each depth */
} Lmg;

/* Of the gains below a step: what each driver taken in before is to have, and each left out to lose. */
typedef struct {
    double in, out;
} Passed;

static void
fill_shapley(Lmg *lmg)
{
    double factorial[LEAD + 1] = { 1.0 };
    for (size_t i = 1; i <= lmg->n; i++)
        factorial[i] = factorial[i - 1] * (double)i;
    for (size_t s = 1; s <= lmg->n; s++) {
        for (size_t e = 0; s + e <= lmg->n; e++) {
            lmg->in[s][e] = factorial[s - 1] * factorial[e] / factorial[s + e];
            lmg->out[s][e] = e == 0 ? 0.0 : factorial[s] * factorial[e - 1] / factorial[s + e];
        }
    }
}

/* The last driver but one, at depth k, s of them in. */
static Passed
last_two(Lmg *lmg, const double *m, size_t k, size_t s)
{
    const size_t e = k - s;
    const double first = m[2] * m[2] / m[0];
    const double second = m[LEAD + 2] * m[LEAD + 2] / m[LEAD + 1];
    const double part = m[1] / m[0];
    const double left = m[LEAD + 2] - part * m[2];
    const double both = left * left / (m[LEAD + 1] - part * m[1]);
    const double in = first * lmg->in[s + 1][e];
    const double in_both = both * lmg->in[s + 2][e];
    const double in_second = second * lmg->in[s + 1][e + 1];
    const double out_second = second * lmg->out[s + 1][e + 1];
    lmg->importance[k] += in + in_both - out_second;
    lmg->importance[k + 1] += in_both + in_second;
    return (Passed){ in + in_both + in_second,
                     first * lmg->out[s + 1][e] + both * lmg->out[s + 2][e] + out_second };
}

/* What is left of m's drivers but the first, once the first is taken out of them. */
static void
take_out_first(const double *restrict m, size_t n_left, double *restrict rest)
{
    for (size_t a = 1; a < n_left; a++) {
        const double part = m[a] / m[0];
        for (size_t b = a; b <= n_left; b++)
            rest[(a - 1) * LEAD + b - 1] = m[a * LEAD + b] - part * m[b];
    }
}

/* Decides driver k, of which m is the first row; s are in before it. */
static Passed
decide(Lmg *lmg, const double *m, size_t k, size_t s)
{
    const size_t n_left = lmg->n - k;
    if (n_left == 2)
        return last_two(lmg, m, k, s);
    const double gain = m[n_left] * m[n_left] / m[0];
    take_out_first(m, n_left, lmg->rest[k + 1]);
    const Passed with = decide(lmg, lmg->rest[k + 1], k + 1, s + 1);
    const Passed without = decide(lmg, m + LEAD + 1, k + 1, s);
    const double in = gain * lmg->in[s + 1][k - s];
    lmg->importance[k] += in + with.in - without.out;
    return (Passed){ in + with.in + without.in,
                     gain * lmg->out[s + 1][k - s] + with.out + without.out };
}

void
cx_stat_lmg(const double *moments, size_t n_drivers, double *importance)
{
    cx_assert(n_drivers >= 1 && n_drivers <= CX_DRIVERS_LMG_MAX);
    const size_t width = n_drivers + 1;
    const double all = moments[width * width - 1];
    if (n_drivers == 1) {
        importance[0] = moments[1] * moments[1] / moments[0] / all;
        return;
    }
    Lmg lmg = { .n = n_drivers, .importance = importance };
    fill_shapley(&lmg);
    for (size_t i = 0; i < width; i++)
        memcpy(lmg.rest[0] + i * LEAD, moments + i * width, width * sizeof *moments);
    memset(importance, 0, n_drivers * sizeof *importance);
    (void)decide(&lmg, lmg.rest[0], 0, 0); /* nothing comes before the first */
    for (size_t i = 0; i < n_drivers; i++)
        importance[i] = fmax(importance[i] / all, 0.0);
}

/* ---- Johnson's relative weights ---- */

typedef struct {
    gsl_matrix *r; /* correlations; lost */
    gsl_matrix *vectors;
    gsl_vector *values;
    gsl_eigen_symmv_workspace *space; /* check: glossary, GSL's own name */
} Eigen;

static void
eigen_clear(Eigen *eigen)
{
    gsl_matrix_free(eigen->r);
    gsl_matrix_free(eigen->vectors);
    gsl_vector_free(eigen->values);
    gsl_eigen_symmv_free(eigen->space);
}

/* Of the drivers' correlations. */
static Eigen
eigen_of(const double *moments, size_t n)
{
    const Eigen eigen = { gsl_matrix_alloc(n, n), gsl_matrix_alloc(n, n), gsl_vector_alloc(n),
                          gsl_eigen_symmv_alloc(n) };
    const size_t width = n + 1;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            const double m = moments[i <= j ? i * width + j : j * width + i];
            const double scale = sqrt(moments[i * width + i] * moments[j * width + j]);
            gsl_matrix_set(eigen.r, i, j, i == j ? 1.0 : m / scale);
        }
    }
    (void)gsl_eigen_symmv(eigen.r, eigen.values, eigen.vectors, eigen.space); /* always converges */
    return eigen;
}

/* D^-1/2 V' r, r the drivers' correlations with the outcome. */
static void
turn(const Eigen *eigen, const double *moments, size_t n, double *turned)
{
    const size_t width = n + 1;
    for (size_t k = 0; k < n; k++) {
        turned[k] = 0.0;
        for (size_t i = 0; i < n; i++) {
            const double scale = sqrt(moments[i * width + i] * moments[width * width - 1]);
            turned[k] += gsl_matrix_get(eigen->vectors, i, k) * moments[i * width + n] / scale;
        }
        turned[k] /= sqrt(gsl_vector_get(eigen->values, k));
    }
}

/* L = V sqrt(D) V': how driver i goes with uncorrelated variable j. */
static double
link_of(const Eigen *eigen, size_t n, size_t i, size_t j)
{
    double link = 0.0;
    for (size_t k = 0; k < n; k++) {
        link += gsl_matrix_get(eigen->vectors, i, k) * sqrt(gsl_vector_get(eigen->values, k)) *
                gsl_matrix_get(eigen->vectors, j, k);
    }
    return link;
}

/* b = L^-1 r = V D^-1/2 V' r, and importance = (L o L) (b o b). */
void
cx_stat_johnson(const double *moments, size_t n_drivers, double *importance)
{
    const size_t n = n_drivers;
    cx_assert(n >= 1 && n <= CX_DRIVERS_MAX);
    Eigen eigen = eigen_of(moments, n);
    double turned[CX_DRIVERS_MAX];
    turn(&eigen, moments, n, turned);
    memset(importance, 0, n * sizeof *importance);
    for (size_t j = 0; j < n; j++) {
        double slope = 0.0;
        for (size_t k = 0; k < n; k++)
            slope += gsl_matrix_get(eigen.vectors, j, k) * turned[k];
        for (size_t i = 0; i < n; i++) {
            const double link = link_of(&eigen, n, i, j);
            importance[i] += link * link * slope * slope;
        }
    }
    eigen_clear(&eigen);
}

/* ---- Whether there is anything to share out ---- */

#define WIDE (CX_DRIVERS_MAX + 1)

/* Correlations as a lower triangle of Cholesky, the outcome last. */
typedef struct {
    size_t n; /* drivers */
    double l[WIDE][WIDE];
} Cholesky;

static bool
find_constants(const double *moments, size_t n, CxMomentsCheck *check)
{
    const size_t width = n + 1;
    for (size_t i = 0; i < n; i++) {
        if (!(moments[i * width + i] > 0.0)) {
            check->status = CX_MOMENTS_CONSTANT_DRIVER;
            check->is_involved[i] = true;
        }
    }
    if (!(moments[width * width - 1] > 0.0))
        check->status = CX_MOMENTS_CONSTANT_OUTCOME;
    return check->status != CX_MOMENTS_OK;
}

/* Row i of the triangle; what is left of its variance is on the diagonal, squared. */
static double
cholesky_row(Cholesky *cholesky, const double *moments, size_t i)
{
    const size_t width = cholesky->n + 1;
    double left = 1.0;
    for (size_t j = 0; j < i; j++) {
        double sum = moments[j * width + i] / sqrt(moments[i * width + i] * moments[j * width + j]);
        for (size_t k = 0; k < j; k++)
            sum -= cholesky->l[i][k] * cholesky->l[j][k];
        cholesky->l[i][j] = sum / cholesky->l[j][j];
        left -= cholesky->l[i][j] * cholesky->l[i][j];
    }
    cholesky->l[i][i] = sqrt(fmax(left, 0.0));
    return left;
}

/* Solves for the slopes of row i on those before it. */
static void
slopes_of(const Cholesky *cholesky, size_t i, double *slope)
{
    for (size_t j = i; j-- > 0;) {
        double sum = cholesky->l[i][j];
        for (size_t k = j + 1; k < i; k++)
            sum -= cholesky->l[k][j] * slope[k];
        slope[j] = sum / cholesky->l[j][j];
    }
}

static void
name_collinear(const Cholesky *cholesky, size_t i, CxMomentsCheck *check)
{
    double slope[WIDE] = { 0 };
    slopes_of(cholesky, i, slope);
    check->status = CX_MOMENTS_COLLINEAR;
    check->is_involved[i] = true;
    for (size_t j = 0; j < i; j++)
        check->is_involved[j] = fabs(slope[j]) > 1e-4;
}

/* Diagonal of the inverse: sums of squares down the columns of the inverted triangle. */
static void
fill_vif(const Cholesky *cholesky, CxMomentsCheck *check)
{
    const size_t n = cholesky->n;
    for (size_t j = 0; j < n; j++) {
        double column[WIDE] = { 0 };
        check->vif[j] = 0.0;
        for (size_t i = j; i < n; i++) {
            double sum = i == j ? 1.0 : 0.0;
            for (size_t k = j; k < i; k++)
                sum -= cholesky->l[i][k] * column[k];
            column[i] = sum / cholesky->l[i][i];
            check->vif[j] += column[i] * column[i];
        }
    }
}

static double
condition_of(const double *moments, size_t n)
{
    Eigen eigen = eigen_of(moments, n);
    double lo = 0.0;
    double hi = 0.0;
    gsl_vector_minmax(eigen.values, &lo, &hi);
    eigen_clear(&eigen);
    return sqrt(hi / lo);
}

/* The triangle of all drivers and the outcome; the status, who is involved, and R^2. */
static void
decompose(const double *moments, Cholesky *cholesky, CxMomentsCheck *check)
{
    const size_t n = cholesky->n;
    cx_assert(n >= 1 && n <= CX_DRIVERS_MAX);
    if (find_constants(moments, n, check))
        return;
    for (size_t i = 0; i < n; i++) {
        if (cholesky_row(cholesky, moments, i) < SINGULAR) {
            name_collinear(cholesky, i, check);
            return;
        }
    }
    const double left = cholesky_row(cholesky, moments, n);
    check->r2 = 1.0 - left;
    if (left < SINGULAR)
        check->status = CX_MOMENTS_DETERMINED;
}

CxMomentsStatus
cx_stat_moments_status(const double *moments, size_t n_drivers)
{
    CxMomentsCheck check = { .status = CX_MOMENTS_OK };
    Cholesky cholesky = { .n = n_drivers };
    decompose(moments, &cholesky, &check);
    return check.status;
}

void
cx_stat_moments_check(const double *moments, size_t n_drivers, CxMomentsCheck *ret_check)
{
    *ret_check = (CxMomentsCheck){ .status = CX_MOMENTS_OK };
    Cholesky cholesky = { .n = n_drivers };
    decompose(moments, &cholesky, ret_check);
    if (ret_check->status != CX_MOMENTS_OK)
        return;
    slopes_of(&cholesky, n_drivers, ret_check->slope);
    fill_vif(&cholesky, ret_check);
    ret_check->condition = condition_of(moments, n_drivers);
}
