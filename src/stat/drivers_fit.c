/* The regression behind tests and contrasts: least squares, with covariance by group of sampling units. */
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

#include "stat/drivers_priv.h"

#define SINGULAR      1e-9 /* of a column's own square, left by the columns before it */
#define UNITS_AS_MANY 120  /* groups from which on t is taken as normal, as scores do */

void
cx_drivers_fit_clear(CxDriversFit *fit)
{
    g_free(fit->slope);
    g_free(fit->covariance);
}

double
cx_drivers_df(int64_t clusters)
{
    return clusters >= UNITS_AS_MANY ? (double)INFINITY : (double)clusters - 1.0;
}

/* Inverts the products of all columns but the last. False where they depend on each other. */
static bool
invert(const double *triangle, size_t n_columns, gsl_matrix *inverse)
{
    const size_t k = n_columns - 1;
    for (size_t i = 0; i < k; i++) {
        for (size_t j = i; j < k; j++) {
            const double product = triangle[cx_drivers_at(n_columns, i, j)];
            gsl_matrix_set(inverse, i, j, product);
            gsl_matrix_set(inverse, j, i, product);
        }
    }
    if (gsl_linalg_cholesky_decomp1(inverse) != 0)
        return false;
    for (size_t i = 0; i < k; i++) {
        const double left = pow(gsl_matrix_get(inverse, i, i), 2.0);
        if (left < SINGULAR * triangle[cx_drivers_at(n_columns, i, i)])
            return false;
    }
    return gsl_linalg_cholesky_invert(inverse) == 0;
}

/* What a group adds to the normal equations at these slopes: sum of w x (y - x b). */
static void
score_of(const double *triangle, size_t n_columns, const double *slope, gsl_vector *score)
{
    const size_t k = n_columns - 1;
    for (size_t i = 0; i < k; i++) {
        double sum = triangle[cx_drivers_at(n_columns, i, k)];
        for (size_t j = 0; j < k; j++)
            sum -= slope[j] * triangle[cx_drivers_at(n_columns, MIN(i, j), MAX(i, j))];
        gsl_vector_set(score, i, sum);
    }
}

static void
fill_covariance(const CxDriversSums *sums, const gsl_matrix *inverse, double factor,
                CxDriversFit *fit)
{
    const size_t k = sums->n_columns - 1;
    gsl_matrix *meat = gsl_matrix_calloc(k, k);
    gsl_matrix *half = gsl_matrix_alloc(k, k);
    gsl_vector *score = gsl_vector_alloc(k);
    for (size_t g = 0; g < sums->n_groups; g++) {
        score_of(sums->products + g * sums->size, sums->n_columns, fit->slope, score);
        (void)gsl_blas_dger(factor, score, score, meat);
    }
    gsl_matrix_view covariance = gsl_matrix_view_array(fit->covariance, k, k);
    (void)gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1.0, inverse, meat, 0.0, half);
    (void)gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1.0, half, inverse, 0.0, &covariance.matrix);
    gsl_vector_free(score);
    gsl_matrix_free(half);
    gsl_matrix_free(meat);
}

static void
fill_slopes(const CxDriversSums *sums, const double *whole, const gsl_matrix *inverse,
            double *slope)
{
    const size_t k = sums->n_columns - 1;
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++)
            slope[i] += gsl_matrix_get(inverse, i, j) * whole[cx_drivers_at(k + 1, j, k)];
    }
}

bool
cx_drivers_fit(const CxDriversSums *sums, const double *whole, int64_t n, CxDriversFit *ret_fit)
{
    const size_t k = sums->n_columns - 1;
    gsl_matrix *inverse = gsl_matrix_alloc(k, k);
    const bool is_fit = n > (int64_t)k && invert(whole, sums->n_columns, inverse);
    if (is_fit) {
        *ret_fit = (CxDriversFit){ g_new0(double, k), g_new0(double, k *k) };
        fill_slopes(sums, whole, inverse, ret_fit->slope);
        const double groups = (double)sums->n_groups;
        const double factor =
            groups / (groups - 1.0) * ((double)n - 1.0) / (double)(n - (int64_t)k);
        fill_covariance(sums, inverse, factor, ret_fit);
    }
    gsl_matrix_free(inverse);
    return is_fit;
}
