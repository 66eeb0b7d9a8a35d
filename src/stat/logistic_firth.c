/* Firth's penalised likelihood: the likelihood times the root of the information's determinant, which is
 * Jeffreys' prior. Its score is Σ (w (y - p) + h (1/2 - p)) x, h being a row's leverage; it has a finite
 * maximum wherever both kinds of answers are there (Kosmidis and Firth 2021). */
#include <math.h>
#include <string.h>

#include "stat/estimate.h"
#include "stat/logistic_priv.h"

#define DIM_MAX     CX_LOGISTIC_DIM
#define NONE        SIZE_MAX
#define STEPS_MAX   1000
#define CENTRES     2
#define HALVES_MAX  40
#define STEP_MOST   5.0
#define STEP_LEAST  1e-9
#define CHI_2       3.841458820694124 /* 95 % of chi squared with 1 degree of freedom */
#define DOUBLES_MAX 60
#define CUTS_MAX    200

/* What the penalised likelihood is at `at`, with its score; false when the information is singular. */
static bool
look(CxLogisticFit *fit, double *score)
{
    if (!cx_logistic_look(fit))
        return false;
    memcpy(score, fit->gradient, sizeof fit->gradient);
    for (size_t i = 0; i < fit->n; i++) {
        const double eta = cx_logistic_eta(fit, i);
        const CxLogisticShare share = cx_logistic_share(eta);
        const double *z = &fit->z[i * (fit->dim - 1)];
        double row[DIM_MAX];
        double part[DIM_MAX];
        double leverage = 0.0;
        row[0] = 1.0;
        for (size_t a = 1; a < fit->dim; a++)
            row[a] = z[a - 1];
        cx_logistic_solve(fit, row, part);
        for (size_t a = 0; a < fit->dim; a++)
            leverage += row[a] * part[a];
        leverage *= fit->w[i] * share.p * share.q;
        for (size_t a = 0; a < fit->dim; a++)
            score[a] += leverage * (0.5 - share.p) * row[a];
    }
    for (size_t a = 0; a < fit->dim; a++)
        fit->value += log(fit->chol[a][a]);
    return true;
}

/* The step of Newton's method, `held` staying where it is; none longer than STEP_MOST. */
static double
find_step(const CxLogisticFit *fit, const double *score, size_t held, double *step)
{
    double longest = 0.0;
    cx_logistic_solve(fit, score, step);
    if (held != NONE) {
        /* Within the plane: take off what moves the held one, along its own column of the inverse. */
        double own[DIM_MAX] = { 0.0 };
        double along[DIM_MAX];
        own[held] = 1.0;
        cx_logistic_solve(fit, own, along);
        const double factor = step[held] / along[held];
        for (size_t a = 0; a < fit->dim; a++)
            step[a] -= factor * along[a];
        step[held] = 0.0;
    }
    for (size_t a = 0; a < fit->dim; a++)
        longest = fmax(longest, fabs(step[a]));
    if (longest > STEP_MOST) {
        for (size_t a = 0; a < fit->dim; a++)
            step[a] *= STEP_MOST / longest;
    }
    return longest;
}

/* From `at` on to the maximum, parameter `held` staying; NaN when none is found. */
static double
maximise(CxLogisticFit *fit, size_t held)
{
    double score[DIM_MAX];
    if (!look(fit, score))
        return (double)NAN;
    for (int i = 0; i < STEPS_MAX; i++) {
        double step[DIM_MAX];
        double from[DIM_MAX];
        const double before = fit->value;
        if (find_step(fit, score, held, step) < STEP_LEAST)
            return fit->value;
        memcpy(from, fit->at, sizeof from);
        bool is_better = false;
        for (int half = 0; half < HALVES_MAX && !is_better; half++) {
            for (size_t a = 0; a < fit->dim; a++)
                fit->at[a] = from[a] + ldexp(step[a], -half);
            is_better = look(fit, score) && fit->value >= before - 1e-12 * fabs(before);
        }
        if (!is_better)
            return (double)NAN;
    }
    return (double)NAN;
}

/* Where the information about a term lies, and how wide; false when nothing is known. */
static bool
find_centre(const CxLogisticFit *fit, size_t t, double *ret_mean, double *ret_spread)
{
    const size_t n_terms = fit->dim - 1;
    g_autofree double *known = g_new(double, fit->n + 1);
    double all = 0.0;
    double mean = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < fit->n; i++) {
        const CxLogisticShare share = cx_logistic_share(cx_logistic_eta(fit, i));
        known[i] = fit->w[i] * share.p * share.q;
        all += known[i];
        mean += known[i] * fit->z[i * n_terms + t];
    }
    mean /= all;
    for (size_t i = 0; i < fit->n; i++) {
        const double z = fit->z[i * n_terms + t] - mean;
        squares += known[i] * z * z;
    }
    *ret_mean = mean;
    *ret_spread = sqrt(squares / all);
    return *ret_spread > 0.0 && isfinite(mean);
}

/* Moves and stretches the terms to where the information is: where two kinds are parted within a hair, all of it comes
 * from there, and about another centre it would be lost in rounding. The maximum is the same. */
static void
recentre(CxLogisticFit *fit)
{
    const size_t n_terms = fit->dim - 1;
    for (size_t t = 0; t < n_terms; t++) {
        double mean = 0.0;
        double spread = 1.0;
        if (!find_centre(fit, t, &mean, &spread))
            continue;
        for (size_t i = 0; i < fit->n; i++)
            fit->z[i * n_terms + t] = (fit->z[i * n_terms + t] - mean) / spread;
        fit->at[0] += fit->at[t + 1] * mean;
        fit->at[t + 1] *= spread;
        fit->mean[t] += mean * fit->spread[t];
        fit->spread[t] *= spread;
    }
}

/* To the maximum of all; false when none is found. */
static bool
climb(CxLogisticFit *fit)
{
    for (int i = 0; i < CENTRES; i++) {
        if (isnan(maximise(fit, NONE)))
            return false;
        recentre(fit);
    }
    return !isnan(maximise(fit, NONE));
}

/* The maximum, and the line along which the others follow a parameter near it. */
typedef struct {
    double best[DIM_MAX];
    double most;
    size_t k;
    double along[DIM_MAX]; /* by 1 of the parameter */
    double reach;          /* two standard errors of the information */
    double last[DIM_MAX];  /* where the others were best before */
} Profile;

/* How far below the maximum twice the profile lies with the parameter held at a value. The others start along the
 * line, and from where they were best before: several terms may have two summits. */
static double
drop_at(CxLogisticFit *fit, Profile *profile, double value)
{
    const double by = value - profile->best[profile->k];
    for (size_t a = 0; a < fit->dim; a++)
        fit->at[a] = profile->best[a] + by * profile->along[a];
    fit->at[profile->k] = value;
    const double along = maximise(fit, profile->k);
    double there[DIM_MAX];
    memcpy(there, fit->at, sizeof there);
    memcpy(fit->at, profile->last, sizeof there);
    fit->at[profile->k] = value;
    const double nearby = maximise(fit, profile->k);
    if (isnan(nearby) || along > nearby)
        memcpy(fit->at, there, sizeof there);
    memcpy(profile->last, fit->at, sizeof there);
    return 2.0 * (profile->most - fmax(along, nearby)); /* NaN: neither */
}

/* A place and the drop there. */
typedef struct {
    double at, drop;
} Place;

/* Between a place that is not beyond and one that is: by the secant of the roots, which near the top is straight, and
 * every third time in halves. */
static double
cut(CxLogisticFit *fit, Profile *profile, Place near, Place far)
{
    for (int i = 0; i < CUTS_MAX && fabs(far.at - near.at) > 1e-10 * (1.0 + fabs(far.at)); i++) {
        const double lower = sqrt(fmax(near.drop, 0.0));
        const double part = (sqrt(CHI_2) - lower) / (sqrt(far.drop) - lower);
        const bool is_half = i % 3 == 2 || !(part > 0.0 && part < 1.0);
        const double at = near.at + (is_half ? 0.5 : part) * (far.at - near.at);
        const Place middle = { at, drop_at(fit, profile, at) };
        if (isnan(middle.drop))
            return (double)NAN;
        if (fabs(middle.drop - CHI_2) < 1e-11)
            return at;
        if (middle.drop < CHI_2)
            near = middle;
        else
            far = middle;
    }
    return (near.at + far.at) / 2.0;
}

/* Where the profile has dropped by what 95 % allow, on the side of `sign`. NaN when it never does. */
static double
find_end(CxLogisticFit *fit, Profile *profile, double sign)
{
    memcpy(profile->last, profile->best, sizeof profile->last);
    const double best = profile->best[profile->k];
    Place near = { best, 0.0 };
    Place far = { .at = best + sign * profile->reach };
    far.drop = drop_at(fit, profile, far.at);
    for (int i = 0; i < DOUBLES_MAX && far.drop < CHI_2; i++) {
        near = far;
        far.at = best + 2.0 * (far.at - best);
        far.drop = drop_at(fit, profile, far.at);
    }
    return far.drop >= CHI_2 ? cut(fit, profile, near, far) : (double)NAN;
}

/* At the maximum; goes elsewhere. */
static Profile
profile_of(const CxLogisticFit *fit, size_t k)
{
    Profile profile = { .most = fit->value, .k = k };
    double own[DIM_MAX] = { 0.0 };
    double column[DIM_MAX];
    own[k] = 1.0;
    cx_logistic_solve(fit, own, column);
    for (size_t a = 0; a < fit->dim; a++) {
        profile.best[a] = fit->at[a];
        profile.along[a] = column[a] / column[k];
    }
    profile.reach = 2.0 * sqrt(column[k]);
    return profile;
}

static void
fill_profile(CxLogisticFit *fit, CxLogistic *out)
{
    Profile profiles[DIM_MAX] = { { .k = 0 } };
    for (size_t k = 1; k < fit->dim; k++)
        profiles[k] = profile_of(fit, k);
    for (size_t k = 1; k < fit->dim; k++) {
        CxLogisticTerm *term = &out->terms[k - 1];
        term->lo = find_end(fit, &profiles[k], -1.0) / fit->spread[k - 1];
        term->hi = find_end(fit, &profiles[k], 1.0) / fit->spread[k - 1];
        const double drop = drop_at(fit, &profiles[k], 0.0);
        term->p = cx_stat_p_z(sqrt(fmax(drop, 0.0)));
        if (isnan(term->lo) || isnan(term->hi) || isnan(drop))
            out->status = CX_LOGISTIC_NOT_CONVERGED;
    }
}

/* Whether the profile may be trusted: each answer a sampling unit, and counted whole. */
static bool
is_each_its_own(const CxLogisticFit *fit, const CxLogistic *out)
{
    bool is_whole = out->clusters == out->n;
    for (size_t i = 0; i < fit->n && is_whole; i++)
        is_whole = !(fit->w[i] > floor(fit->w[i]));
    return is_whole;
}

CxLogistic
cx_stat_logistic_firth(const CxLogisticAsk *ask)
{
    g_auto(CxLogisticFit) fit;
    CxLogistic out;
    if (!cx_logistic_fit_init(&fit, ask, &out))
        return out;
    if (!climb(&fit)) {
        out.status = CX_LOGISTIC_NOT_CONVERGED;
        return out;
    }
    cx_logistic_give(&fit, &out);
    if (is_each_its_own(&fit, &out))
        fill_profile(&fit, &out);
    else
        out.status = CX_LOGISTIC_SHARED;
    return out;
}
