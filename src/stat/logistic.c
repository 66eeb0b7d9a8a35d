#include "stat/logistic.h"

#include <math.h>
#include <string.h>

#include "lang/assert.h"
#include "stat/estimate.h"
#include "stat/logistic_priv.h"

#define DIM_MAX    CX_LOGISTIC_DIM
#define STEPS_MAX  60
#define HALVES_MAX 40
#define STEP_LEAST 1e-10 /* of a parameter, spreads being 1: the last step */
#define SAME       1e-10 /* of a spread, or of what the other terms leave of one: nothing */

static const char *const status_keys[CX_LOGISTIC_STATUS_N] = {
#define X(name, key, meaning) [CX_LOGISTIC_##name] = (key),
    CX_LOGISTIC_STATUS_MAP(X)
#undef X
};

const char *
cx_logistic_status_key(CxLogisticStatus status)
{
    cx_assert(status < CX_LOGISTIC_STATUS_N);
    return status_keys[status];
}

/* ---- The rows ---- */

void
cx_logistic_fit_clear(CxLogisticFit *fit)
{
    g_free(fit->z);
    g_free(fit->is_yes);
    g_free(fit->w);
    g_free(fit->cluster);
}

static void
take_rows(CxLogisticFit *fit, const CxLogisticAsk *ask, CxLogistic *out)
{
    const size_t n_terms = ask->n_terms;
    fit->z = g_new(double, ask->n_rows *n_terms + 1);
    fit->is_yes = g_new(uint8_t, ask->n_rows + 1);
    fit->w = g_new(double, ask->n_rows + 1);
    fit->cluster = g_new(uint32_t, ask->n_rows + 1);
    for (size_t i = 0; i < ask->n_rows; i++) {
        const double w = ask->w != NULL ? ask->w[i] : 1.0;
        if (!(w > 0.0))
            continue;
        memcpy(&fit->z[fit->n * n_terms], &ask->x[i * n_terms], n_terms * sizeof *ask->x);
        fit->is_yes[fit->n] = ask->is_yes[i] != 0 ? 1 : 0;
        fit->w[fit->n] = w;
        fit->cluster[fit->n] = ask->clusters != NULL ? ask->clusters[i] : (uint32_t)i;
        out->n_yes += fit->is_yes[fit->n];
        fit->n++;
    }
    out->n = (int64_t)fit->n;
}

static void
count_clusters(const CxLogisticFit *fit, const CxLogisticAsk *ask, CxLogistic *out)
{
    const size_t n_clusters = ask->clusters != NULL ? ask->n_clusters : ask->n_rows;
    g_autofree uint8_t *is_there = g_new0(uint8_t, n_clusters + 1);
    for (size_t i = 0; i < fit->n; i++) {
        cx_assert(fit->cluster[i] < n_clusters);
        out->clusters += is_there[fit->cluster[i]] == 0 ? 1 : 0;
        is_there[fit->cluster[i]] = 1;
    }
}

/* About its mean and over its spread; false when it is the same in all rows. */
static bool
standardise(CxLogisticFit *fit, size_t t)
{
    const size_t n_terms = fit->dim - 1;
    double sum = 0.0;
    double squares = 0.0;
    double largest = 0.0;
    for (size_t i = 0; i < fit->n; i++) {
        sum += fit->z[i * n_terms + t];
        largest = fmax(largest, fabs(fit->z[i * n_terms + t]));
    }
    fit->mean[t] = sum / (double)fit->n;
    for (size_t i = 0; i < fit->n; i++) {
        double *z = &fit->z[i * n_terms + t];
        *z -= fit->mean[t];
        squares += *z * *z;
    }
    fit->spread[t] = sqrt(squares / (double)fit->n);
    if (!(fit->spread[t] > SAME * largest))
        return false;
    for (size_t i = 0; i < fit->n; i++)
        fit->z[i * n_terms + t] /= fit->spread[t];
    return true;
}

/* The first term that the ones before it make up, by Cholesky's factor of their correlations; n_terms: none. */
static size_t
find_made_up(const CxLogisticFit *fit)
{
    const size_t n_terms = fit->dim - 1;
    double l[DIM_MAX][DIM_MAX] = { { 0.0 } };
    for (size_t i = 0; i < fit->n; i++) {
        const double *z = &fit->z[i * n_terms];
        for (size_t a = 0; a < n_terms; a++) {
            for (size_t b = 0; b <= a; b++)
                l[a][b] += z[a] * z[b] / (double)fit->n;
        }
    }
    for (size_t a = 0; a < n_terms; a++) {
        for (size_t b = 0; b <= a; b++) {
            for (size_t c = 0; c < b; c++)
                l[a][b] -= l[a][c] * l[b][c];
            if (b < a)
                l[a][b] /= l[b][b];
        }
        if (!(l[a][a] > SAME))
            return a;
        l[a][a] = sqrt(l[a][a]);
    }
    return n_terms;
}

static CxLogistic
nothing(CxLogisticStatus status)
{
    const double none = (double)NAN;
    CxLogistic out = { .status = status, .intercept = none, .likelihood = none };
    for (size_t t = 0; t < CX_LOGISTIC_TERMS_MAX; t++)
        out.terms[t] = (CxLogisticTerm){ none, none, none, none, none };
    return out;
}

bool
cx_logistic_fit_init(CxLogisticFit *fit, const CxLogisticAsk *ask, CxLogistic *out)
{
    cx_assert(ask->n_terms >= 1 && ask->n_terms <= CX_LOGISTIC_TERMS_MAX);
    *fit = (CxLogisticFit){ .dim = ask->n_terms + 1 };
    *out = nothing(CX_LOGISTIC_OK);
    take_rows(fit, ask, out);
    count_clusters(fit, ask, out);
    if (out->n == 0)
        out->status = CX_LOGISTIC_TOO_FEW;
    else if (out->n_yes == 0 || out->n_yes == out->n)
        out->status = CX_LOGISTIC_ALIKE;
    for (size_t t = 0; t < ask->n_terms && out->status == CX_LOGISTIC_OK; t++) {
        if (standardise(fit, t))
            continue;
        out->status = CX_LOGISTIC_CONSTANT;
        out->i_term = t;
    }
    if (out->status != CX_LOGISTIC_OK)
        return false;
    out->i_term = find_made_up(fit);
    if (out->i_term < ask->n_terms)
        out->status = CX_LOGISTIC_COLLINEAR;
    else
        out->i_term = 0;
    return out->status == CX_LOGISTIC_OK;
}

/* ---- The likelihood ---- */

/* By one exp, which is most of what a row costs. */
CxLogisticShare
cx_logistic_share(double eta)
{
    const double e = exp(-fabs(eta));
    const double near = 1.0 / (1.0 + e); /* of the kind that eta leans to */
    const double far = e / (1.0 + e);
    return (CxLogisticShare){ .p = eta >= 0.0 ? near : far, .q = eta >= 0.0 ? far : near, .e = e };
}

double
cx_logistic_eta(const CxLogisticFit *fit, size_t row)
{
    const double *z = &fit->z[row * (fit->dim - 1)];
    double eta = fit->at[0];
    for (size_t a = 1; a < fit->dim; a++)
        eta += fit->at[a] * z[a - 1];
    return eta;
}

static bool
factor(CxLogisticFit *fit)
{
    for (size_t a = 0; a < fit->dim; a++) {
        for (size_t b = 0; b <= a; b++) {
            double sum = fit->info[a][b];
            for (size_t c = 0; c < b; c++)
                sum -= fit->chol[a][c] * fit->chol[b][c];
            if (a == b && !(sum > 0.0))
                return false;
            fit->chol[a][b] = a == b ? sqrt(sum) : sum / fit->chol[b][b];
        }
    }
    return true;
}

bool
cx_logistic_look(CxLogisticFit *fit)
{
    memset(fit->gradient, 0, sizeof fit->gradient);
    memset(fit->info, 0, sizeof fit->info);
    fit->value = 0.0;
    for (size_t i = 0; i < fit->n; i++) {
        const double eta = cx_logistic_eta(fit, i);
        const CxLogisticShare share = cx_logistic_share(eta);
        const double *z = &fit->z[i * (fit->dim - 1)];
        const double rest = fit->w[i] * ((double)fit->is_yes[i] - share.p);
        const double known = fit->w[i] * share.p * share.q;
        fit->value +=
            fit->w[i] * ((fit->is_yes[i] != 0 ? eta : 0.0) - fmax(eta, 0.0) - log1p(share.e));
        for (size_t a = 0; a < fit->dim; a++) {
            const double own = a == 0 ? 1.0 : z[a - 1];
            fit->gradient[a] += rest * own;
            for (size_t b = 0; b <= a; b++)
                fit->info[a][b] += known * own * (b == 0 ? 1.0 : z[b - 1]);
        }
    }
    return factor(fit);
}

void
cx_logistic_solve(const CxLogisticFit *fit, const double *want, double *out)
{
    for (size_t a = 0; a < fit->dim; a++) {
        out[a] = want[a];
        for (size_t b = 0; b < a; b++)
            out[a] -= fit->chol[a][b] * out[b];
        out[a] /= fit->chol[a][a];
    }
    for (size_t a = fit->dim; a-- > 0;) {
        for (size_t b = a + 1; b < fit->dim; b++)
            out[a] -= fit->chol[b][a] * out[b];
        out[a] /= fit->chol[a][a];
    }
}

/* Goes along a step as far as the likelihood rises; how far the parameters moved, NaN: it did not rise. */
static double
go(CxLogisticFit *fit, const double *step)
{
    double from[DIM_MAX];
    const double before = fit->value;
    memcpy(from, fit->at, sizeof from);
    for (int half = 0; half < HALVES_MAX; half++) {
        double moved = 0.0;
        for (size_t a = 0; a < fit->dim; a++) {
            const double by = ldexp(step[a], -half);
            fit->at[a] = from[a] + by;
            moved = fmax(moved, fabs(by));
        }
        /* A step too small to be told by the likelihood is still taken: it is the last. */
        if (cx_logistic_look(fit) && fit->value >= before - 1e-12 * fabs(before))
            return moved;
    }
    return (double)NAN;
}

static bool
maximise(CxLogisticFit *fit, const CxLogistic *out)
{
    const double share = (double)out->n_yes / (double)out->n;
    fit->at[0] = log(share / (1.0 - share));
    if (!cx_logistic_look(fit))
        return false;
    for (int i = 0; i < STEPS_MAX; i++) {
        double step[DIM_MAX] = { 0.0 };
        cx_logistic_solve(fit, fit->gradient, step);
        const double moved = go(fit, step);
        if (isnan(moved))
            return false;
        if (moved < STEP_LEAST)
            return true;
    }
    return false;
}

void
cx_logistic_give(const CxLogisticFit *fit, CxLogistic *out)
{
    out->intercept = fit->at[0];
    out->likelihood = fit->value;
    for (size_t a = 1; a < fit->dim; a++) {
        out->terms[a - 1].value = fit->at[a] / fit->spread[a - 1];
        out->intercept -= out->terms[a - 1].value * fit->mean[a - 1];
    }
}

/* ---- Errors ---- */

/* What each sampling unit's rows pull at the parameters. */
static double *
pulls_of(const CxLogisticFit *fit, size_t n_clusters)
{
    double *pulls = g_new0(double, n_clusters * fit->dim + 1);
    for (size_t i = 0; i < fit->n; i++) {
        const double p = cx_logistic_share(cx_logistic_eta(fit, i)).p;
        const double rest = fit->w[i] * ((double)fit->is_yes[i] - p);
        double *pull = &pulls[fit->cluster[i] * fit->dim];
        for (size_t a = 0; a < fit->dim; a++)
            pull[a] += rest * (a == 0 ? 1.0 : fit->z[i * (fit->dim - 1) + a - 1]);
    }
    return pulls;
}

static void
fill_errors(const CxLogisticFit *fit, const CxLogisticAsk *ask, CxLogistic *out)
{
    const size_t n_clusters = ask->clusters != NULL ? ask->n_clusters : ask->n_rows;
    g_autofree double *pulls = pulls_of(fit, n_clusters);
    const double g = (double)out->clusters;
    const double t = cx_stat_t(CX_STAT_LEVEL, g - 1.0);
    for (size_t k = 1; k < fit->dim; k++) {
        double own[DIM_MAX] = { 0.0 };
        double weight[DIM_MAX] = { 0.0 };
        double squares = 0.0;
        own[k] = 1.0;
        cx_logistic_solve(fit, own, weight); /* the row of the inverse that is this parameter's */
        for (size_t c = 0; c < n_clusters; c++) {
            double sum = 0.0;
            for (size_t a = 0; a < fit->dim; a++)
                sum += weight[a] * pulls[c * fit->dim + a];
            squares += sum * sum;
        }
        CxLogisticTerm *term = &out->terms[k - 1];
        term->se = sqrt(g / (g - 1.0) * squares) / fit->spread[k - 1];
        term->lo = term->value - t * term->se;
        term->hi = term->value + t * term->se;
        term->p = cx_stat_p_t(term->value / term->se, g - 1.0);
    }
}

CxLogistic
cx_stat_logistic(const CxLogisticAsk *ask)
{
    g_auto(CxLogisticFit) fit;
    CxLogistic out;
    if (!cx_logistic_fit_init(&fit, ask, &out))
        return out;
    switch (cx_stat_separation(fit.z, fit.is_yes, fit.n, ask->n_terms)) {
    case CX_SEPARATION_COMPLETE:
        out.status = CX_LOGISTIC_SEPARATED;
        return out;
    case CX_SEPARATION_QUASI:
        out.status = CX_LOGISTIC_QUASI_SEPARATED;
        return out;
    case CX_SEPARATION_UNKNOWN:
        out.status = CX_LOGISTIC_NOT_CONVERGED;
        return out;
    case CX_SEPARATION_NONE:
        break;
    }
    if (MIN(out.n_yes, out.n - out.n_yes) < (int64_t)(CX_LOGISTIC_EACH_MIN * ask->n_terms)) {
        out.status = CX_LOGISTIC_TOO_FEW;
        return out;
    }
    if (!maximise(&fit, &out)) {
        out.status = CX_LOGISTIC_NOT_CONVERGED;
        return out;
    }
    cx_logistic_give(&fit, &out);
    if (out.clusters < CX_LOGISTIC_UNITS_MIN)
        out.status = CX_LOGISTIC_FEW_CLUSTERS;
    else
        fill_errors(&fit, ask, &out);
    return out;
}
