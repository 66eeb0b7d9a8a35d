#include "stat/link.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "lang/assert.h"
#include "stat/link_priv.h"

#define LEVEL    0.95
#define NOTHING  1e-9  /* of a metric's size: nothing is left of it */
#define VARIANCE 1e-12 /* least of the sampling error, of the mean one */

/* One metric, with what each model and lag makes of it. */
typedef struct {
    CxLinkStatus status;
    size_t i_window;
    double *x[CX_LINK_LAGS]; /* n_units × rows of the window, without what units have in common */
    double inverse[CX_LINK_MODELS][CX_LINK_LAGS]; /* 1 / root of x' weight x: the slope's error */
} Metric;

typedef struct {
    const CxLinkAsk *ask;
    double variance[CX_LINK_PERIODS_MAX];
    CxLinkWindow *windows[CX_LINK_METRICS_MAX + 1]; /* the first: all rows with y */
    size_t n_windows;
    Metric metrics[CX_LINK_METRICS_MAX];
    double *y; /* n_units × n_periods, without what units have in common; NaN: no row */
} Work;

/* What one lag of one metric comes to, under the model that fits it best. */
typedef struct {
    double fit;
    double t;
    double slope, se;
    size_t model;
} Fit;

const char *
cx_link_status_key(CxLinkStatus status)
{
    static const char *const keys[] = {
#define X(name, key) [CX_LINK_##name] = (key),
        CX_LINK_STATUS_MAP(X)
#undef X
    };
    return keys[status];
}

static void
work_clear(Work *work)
{
    for (size_t i = 0; i < work->n_windows; i++)
        cx_link_window_free(work->windows[i]);
    for (size_t m = 0; m < work->ask->n_metrics; m++) {
        for (size_t lag = 0; lag < CX_LINK_LAGS; lag++)
            g_free(work->metrics[m].x[lag]);
    }
    g_free(work->y);
}

/* ---- Rows ---- */

static double
x_at(const CxLinkAsk *ask, size_t metric, size_t unit, size_t period)
{
    const size_t width = CX_LINK_LAG_MAX + ask->n_periods;
    return ask->x[(metric * ask->n_units + unit) * width + period];
}

static bool
has_y(const CxLinkAsk *ask, size_t period)
{
    for (size_t u = 0; u < ask->n_units; u++) {
        if (isnan(ask->y[u * ask->n_periods + period]))
            return false;
    }
    return true;
}

/* Whether all lags of a metric are there: lag L of a period lies CX_LINK_LAG_MAX - L after it in x. */
static bool
has_x(const CxLinkAsk *ask, size_t metric, size_t period)
{
    for (size_t u = 0; u < ask->n_units; u++) {
        for (size_t lag = 0; lag < CX_LINK_LAGS; lag++) {
            if (isnan(x_at(ask, metric, u, period + lag)))
                return false;
        }
    }
    return true;
}

/* Takes from each period what all units have in common. */
static void
take_common(double *values, size_t n_units, size_t n)
{
    for (size_t t = 0; n_units > 1 && t < n; t++) {
        double sum = 0.0;
        for (size_t u = 0; u < n_units; u++)
            sum += values[u * n + t];
        for (size_t u = 0; u < n_units; u++)
            values[u * n + t] -= sum / (double)n_units;
    }
}

static size_t
find_rows(const CxLinkAsk *ask, size_t *rows)
{
    size_t n = 0;
    for (size_t t = 0; t < ask->n_periods; t++) {
        if (has_y(ask, t))
            rows[n++] = t;
    }
    return n;
}

/* Mean sampling variance over units; where there are no rows the mean of the rest. */
static void
fill_variance(Work *work, const size_t *rows, size_t n)
{
    const CxLinkAsk *ask = work->ask;
    double mean = 0.0;
    for (size_t i = 0; i < n; i++) {
        double sum = 0.0;
        for (size_t u = 0; u < ask->n_units; u++) {
            const double se = ask->se[u * ask->n_periods + rows[i]];
            sum += se * se;
        }
        work->variance[rows[i]] = sum / (double)ask->n_units;
        mean += work->variance[rows[i]] / (double)n;
    }
    const double least = mean > 0.0 ? mean * VARIANCE : 1.0;
    size_t i = 0;
    for (size_t t = 0; t < ask->n_periods; t++) {
        const bool is_row = i < n && rows[i] == t;
        i += is_row ? 1 : 0;
        work->variance[t] = fmax(is_row ? work->variance[t] : mean, least);
    }
}

/* ---- Metrics ---- */

static size_t
window_of(Work *work, const size_t *rows, size_t n)
{
    for (size_t i = 0; i < work->n_windows; i++) {
        const CxLinkWindow *window = work->windows[i];
        if (window->n == n && memcmp(window->rows, rows, n * sizeof *rows) == 0)
            return i;
    }
    work->windows[work->n_windows] = cx_link_window_new(work->ask, rows, n, work->variance);
    return work->n_windows++;
}

/* a' weight b over all units. */
static double
weighted(const CxLinkWindow *window, size_t model, const double *a, size_t n_units)
{
    const size_t n = window->n;
    const double *weight = window->weight[model];
    double total = 0.0;
    for (size_t u = 0; u < n_units; u++) {
        for (size_t i = 0; i < n; i++) {
            double sum = 0.0;
            for (size_t j = 0; j < n; j++)
                sum += weight[i * n + j] * a[u * n + j];
            total += a[u * n + i] * sum;
        }
    }
    return total;
}

/* How far a metric varies at all. */
static double
size_about_mean(const double *values, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    double squares = 0.0;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - sum / (double)n) * (values[i] - sum / (double)n);
    return squares;
}

static void
fill_lag(const Work *work, Metric *metric, size_t i_metric, size_t lag)
{
    const CxLinkAsk *ask = work->ask;
    const CxLinkWindow *window = work->windows[metric->i_window];
    cx_assert(window != NULL);
    const size_t n = window->n;
    double *x = metric->x[lag] = g_new(double, ask->n_units *n);
    double largest = 0.0;
    for (size_t u = 0; u < ask->n_units; u++) {
        for (size_t i = 0; i < n; i++) {
            const size_t at = window->rows[i] + CX_LINK_LAG_MAX - lag;
            x[u * n + i] = x_at(ask, i_metric, u, at);
            largest = fmax(largest, fabs(x[u * n + i]));
        }
    }
    take_common(x, ask->n_units, n);
    const double size = size_about_mean(x, ask->n_units * n);
    if (!(size > NOTHING * NOTHING * largest * largest)) {
        metric->status = CX_LINK_CONSTANT;
        return;
    }
    for (size_t model = 0; model < CX_LINK_MODELS; model++) {
        const double left = weighted(window, model, x, ask->n_units);
        if (model == 0 && !(left * window->mean_variance > NOTHING * size))
            metric->status = MAX(metric->status, CX_LINK_TAKEN_OUT);
        metric->inverse[model][lag] = 1.0 / sqrt(left);
    }
}

static void
prepare_metric(Work *work, size_t i_metric)
{
    Metric *metric = &work->metrics[i_metric];
    size_t rows[CX_LINK_PERIODS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < work->windows[0]->n; i++) {
        const size_t t = work->windows[0]->rows[i];
        if (has_x(work->ask, i_metric, t))
            rows[n++] = t;
    }
    metric->status = n < CX_LINK_PERIODS_MIN ? CX_LINK_TOO_FEW : CX_LINK_OK;
    if (metric->status != CX_LINK_OK)
        return;
    metric->i_window = window_of(work, rows, n);
    for (size_t lag = 0; lag < CX_LINK_LAGS; lag++)
        fill_lag(work, metric, i_metric, lag);
}

/* ---- Fits ---- */

/* What the weights of a model make of a series: it weighted, and its fit without any metric. */
static double
weigh(const CxLinkWindow *window, size_t model, size_t n_units, const double *y, double *weighed)
{
    const size_t n = window->n;
    const double *weight = window->weight[model];
    double squares = 0.0;
    for (size_t u = 0; u < n_units; u++) {
        for (size_t i = 0; i < n; i++) {
            double sum = 0.0;
            for (size_t j = 0; j < n; j++)
                sum += weight[i * n + j] * y[u * n + j];
            weighed[u * n + i] = sum;
            squares += sum * y[u * n + i];
        }
    }
    const double n_free = n_units > 1 ? (double)(n_units - 1) : 1.0;
    return -0.5 * (n_free * window->log_det[model] + squares);
}

/* Keeps the model that fits this lag best, by restricted likelihood with the slope in it. */
static void
improve(const Metric *metric, size_t model, size_t lag, double product, double fit, Fit *best)
{
    const double inverse = metric->inverse[model][lag];
    const double t = product * inverse;
    const double with_slope = fit + 0.5 * t * t + log(inverse);
    if (with_slope > best->fit)
        *best = (Fit){ with_slope, t, t * inverse, inverse, model };
}

static void
fit_model(const Work *work, size_t i_window, size_t model, const double *y,
          Fit (*fits)[CX_LINK_LAGS])
{
    double weighed[CX_LINK_UNITS_MAX * CX_LINK_PERIODS_MAX];
    const CxLinkWindow *window = work->windows[i_window];
    cx_assert(window != NULL);
    const size_t n = work->ask->n_units * window->n;
    const double fit = weigh(window, model, work->ask->n_units, y, weighed);
    for (size_t m = 0; m < work->ask->n_metrics; m++) {
        const Metric *metric = &work->metrics[m];
        if (metric->status != CX_LINK_OK || metric->i_window != i_window)
            continue;
        for (size_t lag = 0; lag < CX_LINK_LAGS; lag++) {
            double product = 0.0;
            for (size_t i = 0; i < n; i++)
                product += metric->x[lag][i] * weighed[i];
            improve(metric, model, lag, product, fit, &fits[m][lag]);
        }
    }
}

/* Fits every lag of every metric to a series, n_units × n_periods. */
static void
fit_all(const Work *work, const double *series, Fit (*fits)[CX_LINK_LAGS])
{
    double y[CX_LINK_UNITS_MAX * CX_LINK_PERIODS_MAX];
    const CxLinkAsk *ask = work->ask;
    for (size_t m = 0; m < ask->n_metrics; m++) {
        for (size_t lag = 0; lag < CX_LINK_LAGS; lag++)
            fits[m][lag] = (Fit){ .fit = -(double)INFINITY };
    }
    for (size_t w = 0; w < work->n_windows; w++) {
        const CxLinkWindow *window = work->windows[w];
        cx_assert(window != NULL);
        for (size_t u = 0; u < ask->n_units; u++) {
            for (size_t i = 0; i < window->n; i++)
                y[u * window->n + i] = series[u * ask->n_periods + window->rows[i]];
        }
        for (size_t model = 0; model < CX_LINK_MODELS; model++)
            fit_model(work, w, model, y, fits);
    }
}

static double
largest(const Work *work, Fit (*fits)[CX_LINK_LAGS], size_t metric, size_t *ret_lag)
{
    double most = -1.0;
    for (size_t lag = 0; work->metrics[metric].status == CX_LINK_OK && lag < CX_LINK_LAGS; lag++) {
        if (fabs(fits[metric][lag].t) > most) {
            most = fabs(fits[metric][lag].t);
            *ret_lag = lag;
        }
    }
    return most;
}

/* The model of the drift that fits a series best by itself. */
static size_t
best_model(const Work *work)
{
    const CxLinkAsk *ask = work->ask;
    const CxLinkWindow *window = work->windows[0];
    cx_assert(window != NULL);
    double y[CX_LINK_UNITS_MAX * CX_LINK_PERIODS_MAX];
    double weighed[CX_LINK_UNITS_MAX * CX_LINK_PERIODS_MAX];
    for (size_t u = 0; u < ask->n_units; u++) {
        for (size_t i = 0; i < window->n; i++)
            y[u * window->n + i] = work->y[u * ask->n_periods + window->rows[i]];
    }
    size_t best = 0;
    double most = -(double)INFINITY;
    for (size_t model = 0; model < CX_LINK_MODELS; model++) {
        const double fit = weigh(window, model, ask->n_units, y, weighed);
        if (fit > most) {
            most = fit;
            best = model;
        }
    }
    return best;
}

/* ---- Draws ---- */

/* A series with nothing linked to it, by a model of its drift. */
static void
draw(const Work *work, const double *root, CxRandom *random, double *series)
{
    const CxLinkAsk *ask = work->ask;
    const CxLinkWindow *window = work->windows[0];
    cx_assert(window != NULL);
    const size_t n = window->n;
    double z[CX_LINK_PERIODS_MAX];
    for (size_t u = 0; u < ask->n_units; u++) {
        for (size_t i = 0; i < n; i++) {
            z[i] = cx_random_normal(random);
            double sum = 0.0;
            for (size_t j = 0; j <= i; j++)
                sum += root[i * n + j] * z[j];
            series[u * ask->n_periods + window->rows[i]] = sum;
        }
    }
    take_common(series, ask->n_units, ask->n_periods);
}

/* The largest |t| of each draw. */
static void
draw_largest(const Work *work, size_t model, uint64_t seed, double *ret_largest)
{
    const CxLinkAsk *ask = work->ask;
    cx_assert(work->windows[0] != NULL);
    const size_t n = work->windows[0]->n;
    g_autofree double *root = g_new(double, n *n);
    g_autofree double *series = g_new0(double, ask->n_units * ask->n_periods);
    g_autofree Fit(*fits)[CX_LINK_LAGS] = g_malloc_n(CX_LINK_METRICS_MAX, sizeof *fits);
    cx_link_window_root(work->windows[0], model, root);
    CxRandom random = cx_random_seeded(seed);
    for (size_t b = 0; b < ask->n_replicates; b++) {
        draw(work, root, &random, series);
        fit_all(work, series, fits);
        double most = 0.0;
        for (size_t m = 0; m < ask->n_metrics; m++) {
            size_t lag = 0;
            most = fmax(most, largest(work, fits, m, &lag));
        }
        ret_largest[b] = most;
    }
}

static int
compare_doubles(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return left < right ? -1 : left > right;
}

/* The |t| that 95 % of the draws stay below. */
static double
critical_of(double *drawn, size_t n)
{
    qsort(drawn, n, sizeof *drawn, compare_doubles);
    const size_t rank = (size_t)ceil(LEVEL * (double)(n + 1));
    return drawn[MIN(rank, n) - 1];
}

/* ---- All together ---- */

static void
fill_link(const Work *work, Fit (*fits)[CX_LINK_LAGS], size_t metric, CxLinks *links)
{
    CxLink *link = &links->items[metric];
    const Metric *of = &work->metrics[metric];
    *link = (CxLink){ .status = of->status, .p = (double)NAN };
    const CxLinkWindow *window = work->windows[of->i_window];
    if (of->status != CX_LINK_TOO_FEW && window != NULL)
        link->n_rows = window->n;
    const double most = largest(work, fits, metric, &link->lag);
    links->n_searched += most >= 0.0 ? 1 : 0;
    for (size_t lag = 0; lag < CX_LINK_LAGS; lag++) {
        const Fit *fit = &fits[metric][lag];
        const double none = (double)NAN;
        link->lags[lag] = most >= 0.0 ? (CxLinkLag){ fit->slope, fit->se, none, none }
                                      : (CxLinkLag){ none, none, none, none };
    }
}

static void
fill_p(const Work *work, Fit (*fits)[CX_LINK_LAGS], const double *drawn, CxLinks *links)
{
    const size_t n = work->ask->n_replicates;
    for (size_t m = 0; m < links->n; m++) {
        size_t lag = 0;
        const double most = largest(work, fits, m, &lag);
        size_t n_as_large = 1;
        for (size_t b = 0; b < n; b++)
            n_as_large += drawn[b] >= most ? 1 : 0;
        if (most >= 0.0)
            links->items[m].p = (double)n_as_large / (double)(n + 1);
    }
}

static void
fill_intervals(CxLinks *links)
{
    for (size_t m = 0; m < links->n; m++) {
        for (size_t lag = 0; lag < CX_LINK_LAGS; lag++) {
            CxLinkLag *each = &links->items[m].lags[lag];
            each->lo = each->slope - links->critical * each->se;
            each->hi = each->slope + links->critical * each->se;
        }
    }
}

static void
search(Work *work, CxLinks *links)
{
    const CxLinkAsk *ask = work->ask;
    g_autofree Fit(*fits)[CX_LINK_LAGS] = g_malloc_n(CX_LINK_METRICS_MAX, sizeof *fits);
    g_autofree double *drawn = g_new(double, ask->n_replicates);
    fit_all(work, work->y, fits);
    for (size_t m = 0; m < ask->n_metrics; m++)
        fill_link(work, fits, m, links);
    if (links->n_searched == 0)
        return;
    draw_largest(work, best_model(work), ask->seed, drawn);
    fill_p(work, fits, drawn, links);
    links->critical = critical_of(drawn, ask->n_replicates);
    fill_intervals(links);
}

CxLinks *
cx_stat_links(const CxLinkAsk *ask)
{
    cx_assert(ask->n_units >= 1 && ask->n_units <= CX_LINK_UNITS_MAX);
    cx_assert(ask->n_periods <= CX_LINK_PERIODS_MAX && ask->n_metrics <= CX_LINK_METRICS_MAX);
    cx_assert(ask->n_replicates >= CX_LINK_REPLICATES_MIN);
    CxLinks *links = g_new0(CxLinks, 1);
    links->n = ask->n_metrics;
    links->critical = (double)NAN;
    Work *work = g_new0(Work, 1);
    work->ask = ask;
    work->y = g_memdup2(ask->y, ask->n_units * ask->n_periods * sizeof *ask->y);
    take_common(work->y, ask->n_units, ask->n_periods);
    size_t rows[CX_LINK_PERIODS_MAX];
    links->n_rows = find_rows(ask, rows);
    fill_variance(work, rows, links->n_rows);
    if (links->n_rows >= CX_LINK_PERIODS_MIN) {
        (void)window_of(work, rows, links->n_rows);
        for (size_t m = 0; m < ask->n_metrics; m++)
            prepare_metric(work, m);
    } else {
        for (size_t m = 0; m < ask->n_metrics; m++)
            work->metrics[m].status = CX_LINK_TOO_FEW;
    }
    search(work, links);
    work_clear(work);
    g_free(work);
    return links;
}
