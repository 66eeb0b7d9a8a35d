#include "stat/drivers.h"

#include <math.h>
#include <string.h>

#include "base/random.h"
#include "lang/assert.h"
#include "stat/draws.h"
#include "stat/drivers_priv.h"
#include "stat/estimate.h"
#include "stat/family.h"

#define NO_VARIANCE 1e-12 /* of a column's own square, below which it is rounding */
#define DRAWS_LOST  20    /* one of so many draws may give no importance, not more */

static const char *const status_keys[] = {
#define X(name, key, meaning) key,
    CX_DRIVERS_STATUS_MAP(X)
#undef X
};

const char *
cx_drivers_status_key(CxDriversStatus status)
{
    return status_keys[status];
}

const char *
cx_drivers_method_key(CxDriversMethod method)
{
    return method == CX_DRIVERS_JOHNSON ? "johnson" : "lmg";
}

bool
cx_drivers_has_values(const CxDrivers *drivers)
{
    return drivers->status == CX_DRIVERS_OK || drivers->status == CX_DRIVERS_POINT ||
           drivers->status == CX_DRIVERS_FEW_CLUSTERS;
}

/* One ask, with what it is made of. */
typedef struct {
    const CxDriversAsk *ask;
    CxDrivers *found;
    CxDriversRows rows;
    CxDriversSums sums;
    double *triangle; /* of the sums: of all rows, or of a draw */
    double *moments;
} Work;

static void
work_clear(Work *work)
{
    cx_drivers_rows_clear(&work->rows);
    cx_drivers_sums_clear(&work->sums);
    g_free(work->triangle);
    g_free(work->moments);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

/* Moments about the means, of the triangle. */
static void
make_moments(Work *work)
{
    const size_t n = work->sums.n_columns;
    const double *t = work->triangle;
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i; j < n; j++) {
            const double raw = t[cx_drivers_at(n, i, j)];
            const double about = raw - t[i] * t[j] / t[0];
            const bool is_none = i == j && about <= NO_VARIANCE * raw;
            work->moments[(i - 1) * (n - 1) + j - 1] = is_none ? 0.0 : about;
            work->moments[(j - 1) * (n - 1) + i - 1] = is_none ? 0.0 : about;
        }
    }
}

static void
share_out(const Work *work, double *importance)
{
    if (work->ask->method == CX_DRIVERS_LMG)
        cx_stat_lmg(work->moments, work->ask->n_drivers, importance);
    else
        cx_stat_johnson(work->moments, work->ask->n_drivers, importance);
}

/* ---- Refusals ---- */

static bool
has_enough(const Work *work)
{
    const size_t least =
        MAX(CX_DRIVERS_ANSWERS_MIN, CX_DRIVERS_ANSWERS_EACH * work->ask->n_drivers);
    CxDriversStatus status = work->found->status;
    if (work->rows.n > 0)
        status = CX_DRIVERS_OK;
    if (work->rows.n > 0 && work->rows.n < least)
        status = CX_DRIVERS_TOO_FEW;
    else if (work->rows.n > 0 && work->rows.clusters == 1)
        status = CX_DRIVERS_ONE_UNIT;
    work->found->status = status;
    return status == CX_DRIVERS_OK;
}

static bool
has_moments(const Work *work, CxMomentsCheck *check)
{
    static const CxDriversStatus statuses[] = {
        [CX_MOMENTS_OK] = CX_DRIVERS_OK,
        [CX_MOMENTS_CONSTANT_OUTCOME] = CX_DRIVERS_CONSTANT_OUTCOME,
        [CX_MOMENTS_CONSTANT_DRIVER] = CX_DRIVERS_CONSTANT_DRIVER,
        [CX_MOMENTS_COLLINEAR] = CX_DRIVERS_COLLINEAR,
        [CX_MOMENTS_DETERMINED] = CX_DRIVERS_DETERMINED,
    };
    cx_stat_moments_check(work->moments, work->ask->n_drivers, check);
    work->found->status = statuses[check->status];
    memcpy(work->found->is_involved, check->is_involved, sizeof check->is_involved);
    return check->status == CX_MOMENTS_OK;
}

/* ---- Values ---- */

static void
make_sums(Work *work)
{
    const CxDriversAsk *ask = work->ask;
    g_autofree CxDriversTerm *terms = g_new0(CxDriversTerm, ask->n_drivers + 1);
    for (size_t i = 0; i <= ask->n_drivers; i++) {
        const CxDriversColumn *column = i < ask->n_drivers ? &ask->drivers[i] : ask->outcome;
        terms[i].codes = column->codes;
        for (int code = column->lo; code <= column->hi; code++)
            terms[i].value[code] = cx_drivers_value(column, code);
    }
    cx_drivers_sums_make(ask, &work->rows, terms, ask->n_drivers + 1, &work->sums);
    work->triangle = g_new(double, work->sums.size);
    work->moments = g_new(double, (ask->n_drivers + 1) * (ask->n_drivers + 1));
    cx_drivers_sums_add(&work->sums, NULL, work->triangle);
    make_moments(work);
}

static void
fill_values(const Work *work, const CxMomentsCheck *check)
{
    CxDrivers *found = work->found;
    double importance[CX_DRIVERS_MAX];
    share_out(work, importance);
    found->r2 = check->r2;
    found->condition = check->condition;
    for (size_t i = 0; i < found->n_drivers; i++) {
        found->drivers[i].importance = importance[i];
        found->drivers[i].share = check->r2 > 0.0 ? importance[i] / check->r2 : (double)NAN;
        found->drivers[i].slope = check->slope[i];
        found->drivers[i].vif = check->vif[i];
    }
}

/* Whether each driver's slope differs from nothing, the others held equal. */
static void
fill_tests(const Work *work)
{
    CxDrivers *found = work->found;
    const size_t k = work->sums.n_columns - 1;
    g_auto(CxDriversFit) fit = { 0 };
    if (!cx_drivers_fit(&work->sums, work->triangle, found->n, &fit))
        return;
    double p[CX_DRIVERS_MAX];
    double adjusted[CX_DRIVERS_MAX];
    for (size_t i = 0; i < found->n_drivers; i++) {
        const double se = sqrt(fit.covariance[(i + 1) * k + i + 1]);
        p[i] = cx_stat_p_t(fit.slope[i + 1] / se, cx_drivers_df(found->clusters));
    }
    cx_stat_bh(p, found->n_drivers, adjusted);
    for (size_t i = 0; i < found->n_drivers; i++)
        found->drivers[i].p = adjusted[i];
}

/* ---- Intervals ---- */

/* Draws groups and shares out each draw: values[i * n + r] of driver i, and of R^2 after the last. How
 * many draws there are to speak of. */
static size_t
draw(Work *work, size_t n, double *values)
{
    const size_t n_drivers = work->ask->n_drivers;
    const size_t n_groups = work->sums.n_groups;
    g_autofree uint32_t *times = g_new(uint32_t, n_groups);
    double importance[CX_DRIVERS_MAX];
    CxRandom random = cx_random_seeded(work->ask->seed);
    size_t n_drawn = 0;
    for (size_t r = 0; r < n; r++) {
        memset(times, 0, n_groups * sizeof *times);
        for (size_t g = 0; g < n_groups; g++)
            times[cx_random_below(&random, n_groups)]++;
        cx_drivers_sums_add(&work->sums, times, work->triangle);
        make_moments(work);
        if (cx_stat_moments_status(work->moments, n_drivers) != CX_MOMENTS_OK)
            continue;
        share_out(work, importance);
        double r2 = 0.0;
        for (size_t i = 0; i < n_drivers; i++) {
            values[i * n + n_drawn] = importance[i];
            r2 += importance[i];
        }
        values[n_drivers * n + n_drawn++] = r2;
    }
    return n_drawn;
}

/* The middle of the draws, moved so that they lie about the value: draws fit chance as well, so that
 * their R^2 is too large by as much as the value's own. */
static void
interval(double value, double *draws, size_t n, double *ret_lo, double *ret_hi)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += draws[i];
    const double about = sum / (double)n - value;
    cx_stat_draws_middle(draws, n, ret_lo, ret_hi);
    *ret_lo = CLAMP(*ret_lo - about, 0.0, value);
    *ret_hi = CLAMP(*ret_hi - about, value, 1.0);
}

static void
fill_intervals(Work *work)
{
    CxDrivers *found = work->found;
    const size_t n = MIN(work->ask->n_replicates, CX_DRIVERS_REPLICATES_MAX);
    g_autofree double *values = g_new(double, n *(found->n_drivers + 1));
    const size_t n_drawn = draw(work, n, values);
    if (n_drawn == 0 || (n - n_drawn) * DRAWS_LOST > n) {
        found->status = CX_DRIVERS_POINT;
        return;
    }
    found->n_replicates = n_drawn;
    for (size_t i = 0; i < found->n_drivers; i++) {
        CxDriver *driver = &found->drivers[i];
        interval(driver->importance, values + i * n, n_drawn, &driver->lo, &driver->hi);
    }
    interval(found->r2, values + found->n_drivers * n, n_drawn, &found->r2_lo, &found->r2_hi);
}

/* A rank is one's own only where no other interval overlaps. */
static void
fill_ranks(CxDrivers *found)
{
    for (size_t i = 0; i < found->n_drivers; i++) {
        CxDriver *own = &found->drivers[i];
        int above = 0;
        size_t apart = 0;
        for (size_t j = 0; j < found->n_drivers; j++) {
            const CxDriver *other = &found->drivers[j];
            above += other->lo > own->hi ? 1 : 0;
            apart += other->lo > own->hi || other->hi < own->lo ? 1 : 0;
        }
        own->rank = apart + 1 == found->n_drivers ? above + 1 : 0;
    }
}

/* ---- The ask ---- */

static bool
has_units(const Work *work)
{
    const size_t least = MAX(CX_DRIVERS_UNITS_MIN, CX_DRIVERS_UNITS_EACH * work->ask->n_drivers);
    return work->found->clusters >= (int64_t)least;
}

static bool
can_draw(const CxDriversAsk *ask)
{
    return ask->n_replicates > 0 &&
           (ask->method == CX_DRIVERS_JOHNSON || ask->n_drivers <= CX_DRIVERS_LMG_DRAWN_MAX);
}

static void
find(Work *work)
{
    CxDrivers *found = work->found;
    cx_drivers_rows_find(work->ask, &work->rows, found);
    found->n = (int64_t)work->rows.n;
    found->clusters = work->rows.clusters;
    if (!has_enough(work))
        return;
    make_sums(work);
    CxMomentsCheck check;
    if (!has_moments(work, &check))
        return;
    fill_values(work, &check);
    cx_drivers_pairs(work->ask, found);
    if (!has_units(work)) {
        found->status = CX_DRIVERS_FEW_CLUSTERS;
        return;
    }
    fill_tests(work);
    cx_drivers_bends(work->ask, &work->rows, found);
    if (!can_draw(work->ask)) {
        found->status = CX_DRIVERS_POINT;
        return;
    }
    fill_intervals(work);
    if (found->status == CX_DRIVERS_OK)
        fill_ranks(found);
}

CxDrivers *
cx_stat_drivers(const CxDriversAsk *ask)
{
    cx_assert(ask->n_drivers >= 1 && ask->n_drivers <= CX_DRIVERS_MAX);
    cx_assert(ask->method == CX_DRIVERS_JOHNSON || ask->n_drivers <= CX_DRIVERS_LMG_MAX);
    CxDrivers *found = g_new0(CxDrivers, 1);
    found->n_drivers = ask->n_drivers;
    found->r2 = found->r2_lo = found->r2_hi = found->condition = (double)NAN;
    for (size_t i = 0; i < ask->n_drivers; i++) {
        CxDriver *driver = &found->drivers[i];
        driver->importance = driver->lo = driver->hi = driver->share = (double)NAN;
        driver->slope = driver->p = driver->vif = (double)NAN;
        driver->bend.p = driver->bend.below = driver->bend.above = (double)NAN;
        driver->bend.below_lo = driver->bend.below_hi = (double)NAN;
        driver->bend.above_lo = driver->bend.above_hi = (double)NAN;
        driver->nearest = -1;
        driver->nearest_r = (double)NAN;
    }
    g_auto(Work) work = { .ask = ask, .found = found };
    find(&work);
    return found;
}
