/* Covariances of a series under each model of its drift, with what is taken out of it. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "stat/link_priv.h"

#define TAU       6.283185307179586
#define YEAR      12.0
#define COLUMNS   (CX_LINK_PERIODS_MAX + 3)
#define DEPENDENT 1e-9 /* of a column's length: it is one of those before */

static const double persistences[] = { 0.0, 0.3, 0.6, 0.8, 0.9, 0.97 };
static const double sizes[] = { 0.25, 1.0, 4.0, 16.0, 64.0 }; /* of the sampling variance */

G_STATIC_ASSERT(CX_LINK_MODELS == 1 + G_N_ELEMENTS(persistences) * G_N_ELEMENTS(sizes));

static void
fill_covariance(const CxLinkWindow *window, size_t model, double *out)
{
    const size_t n = window->n;
    const size_t i_model = model > 0 ? model - 1 : 0;
    const double phi = persistences[i_model / G_N_ELEMENTS(sizes)];
    const double size = model > 0 ? sizes[i_model % G_N_ELEMENTS(sizes)] : 0.0;
    const double variance = size * window->mean_variance;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            const double apart = (double)(window->rows[i] - window->rows[j]);
            out[i * n + j] = variance * (i == j ? 1.0 : pow(phi, apart));
        }
        out[i * n + i] += window->variance[i];
    }
}

/* Cholesky in place, lower. */
static void
take_root(double *a, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t i = j; i < n; i++) {
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = i == j ? sqrt(sum) : sum / a[j * n + j];
        }
    }
}

void
cx_link_window_root(const CxLinkWindow *window, size_t model, double *root)
{
    fill_covariance(window, model, root);
    take_root(root, window->n);
}

/* The inverse of a lower root, in full; what is above is 0. */
static void
invert_root(const double *root, size_t n, double *inverse)
{
    memset(inverse, 0, n * n * sizeof *inverse);
    for (size_t j = 0; j < n; j++) {
        for (size_t i = j; i < n; i++) {
            double sum = i == j ? 1.0 : 0.0;
            for (size_t k = j; k < i; k++)
                sum -= root[i * n + k] * inverse[k * n + j];
            inverse[i * n + j] = sum / root[i * n + i];
        }
    }
}

/* What is taken out, a column after the other. */
static size_t
fill_columns(const CxLinkWindow *window, const int *stretch, double *columns)
{
    const size_t n = window->n;
    size_t n_columns = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && stretch[window->rows[i]] == stretch[window->rows[i - 1]])
            continue;
        for (size_t j = 0; j < n; j++) {
            columns[n_columns * n + j] =
                stretch[window->rows[j]] == stretch[window->rows[i]] ? 1.0 : 0.0;
        }
        n_columns++;
    }
    if (!window->is_one)
        return n_columns;
    const bool has_season = n >= CX_LINK_SEASON_MIN;
    for (size_t j = 0; j < n; j++) {
        const double t = (double)window->rows[j];
        columns[n_columns * n + j] = t / CX_LINK_PERIODS_MAX - 0.5;
        columns[(n_columns + 1) * n + j] = cos(TAU * t / YEAR);
        columns[(n_columns + 2) * n + j] = sin(TAU * t / YEAR);
    }
    return n_columns + (has_season ? 3 : 1);
}

static double
dot(const double *a, const double *b, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Makes the whitened columns orthonormal; those that depend on others are left out. */
static size_t
orthonormal(const double *inverse, double *columns, size_t n_columns, size_t n, double *log_det)
{
    double white[CX_LINK_PERIODS_MAX];
    size_t rank = 0;
    for (size_t c = 0; c < n_columns; c++) {
        for (size_t i = 0; i < n; i++)
            white[i] = dot(&inverse[i * n], &columns[c * n], n);
        const double before = dot(white, white, n);
        for (size_t k = 0; k < 2 * rank; k++) { /* twice is enough */
            const double *q = &columns[(k % rank) * n];
            const double along = dot(white, q, n);
            for (size_t i = 0; i < n; i++)
                white[i] -= along * q[i];
        }
        const double size = dot(white, white, n);
        if (!(size > DEPENDENT * before))
            continue;
        *log_det += log(size);
        for (size_t i = 0; i < n; i++)
            columns[rank * n + i] = white[i] / sqrt(size);
        rank++;
    }
    return rank;
}

/* weight = (inverse - Q Q' inverse)' (the same). */
static void
fill_weight(double *inverse, const double *columns, size_t rank, size_t n, double *weight)
{
    double along[CX_LINK_PERIODS_MAX];
    for (size_t k = 0; k < rank; k++) {
        const double *q = &columns[k * n];
        memset(along, 0, sizeof along);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++)
                along[j] += q[i] * inverse[i * n + j];
        }
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++)
                inverse[i * n + j] -= q[i] * along[j];
        }
    }
    memset(weight, 0, n * n * sizeof *weight);
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++)
                weight[i * n + j] += inverse[k * n + i] * inverse[k * n + j];
        }
    }
}

static void
fill_model(CxLinkWindow *window, const int *stretch, size_t model)
{
    const size_t n = window->n;
    g_autofree double *root = g_new(double, n *n);
    g_autofree double *inverse = g_new(double, n *n);
    g_autofree double *columns = g_new(double, COLUMNS *n);
    cx_link_window_root(window, model, root);
    invert_root(root, n, inverse);
    double log_det = 0.0;
    for (size_t i = 0; i < n; i++)
        log_det += 2.0 * log(root[i * n + i]);
    const size_t n_columns = fill_columns(window, stretch, columns);
    window->rank = orthonormal(inverse, columns, n_columns, n, &log_det);
    window->log_det[model] = log_det;
    window->weight[model] = g_new(double, n *n);
    fill_weight(inverse, columns, window->rank, n, window->weight[model]);
}

CxLinkWindow *
cx_link_window_new(const CxLinkAsk *ask, const size_t *rows, size_t n, const double *variance)
{
    CxLinkWindow *window = g_new0(CxLinkWindow, 1);
    window->n = n;
    window->is_one = ask->n_units == 1;
    for (size_t i = 0; i < n; i++) {
        window->rows[i] = rows[i];
        window->variance[i] = variance[rows[i]];
    }
    for (size_t i = 0; i < ask->n_periods; i++)
        window->mean_variance += variance[i] / (double)ask->n_periods;
    for (size_t model = 0; model < CX_LINK_MODELS; model++)
        fill_model(window, ask->stretch, model);
    return window;
}

void
cx_link_window_free(CxLinkWindow *window)
{
    for (size_t model = 0; model < CX_LINK_MODELS; model++)
        g_free(window->weight[model]);
    g_free(window);
}
