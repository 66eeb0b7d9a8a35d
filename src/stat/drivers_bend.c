/* Bends: whether a driver works on the outcome alike in both directions. */
#include <math.h>

#include "stat/drivers_priv.h"
#include "stat/estimate.h"
#include "stat/family.h"

#define LEVEL_FALSE     0.05
#define UNITS_EACH_TERM 3 /* sampling units for each coefficient, below which nothing is said */

/* Which coefficients of the regression are a driver's. */
typedef struct {
    size_t below, above; /* 0: its line is straight */
} Place;

typedef struct {
    const CxDriversAsk *ask;
    const CxDriversRows *rows;
    CxDriversTerm *terms;
    size_t n_terms;
    Place place[CX_DRIVERS_MAX];
} Layout;

/* Where a code lies from the knot, better being higher. */
static double
from_knot(const CxDriversColumn *column, int code)
{
    const double taken = column->is_turned ? column->lo + column->hi - code : code;
    return taken - column->knot;
}

static bool
can_bend(const CxDriversRows *rows, const CxDriversColumn *column)
{
    if (isnan(column->knot))
        return false;
    int64_t below = 0;
    int64_t above = 0;
    for (size_t i = 0; i < rows->n; i++) {
        const double x = from_knot(column, column->codes[rows->row[i]]);
        below += x < 0.0 ? 1 : 0;
        above += x > 0.0 ? 1 : 0;
    }
    return MIN(below, above) >= CX_DRIVERS_SIDE_MIN;
}

static CxDriversTerm *
add_term(Layout *layout, const CxDriversColumn *column)
{
    CxDriversTerm *term = &layout->terms[layout->n_terms++];
    term->codes = column->codes;
    return term;
}

static void
add_straight(Layout *layout, const CxDriversColumn *column)
{
    CxDriversTerm *term = add_term(layout, column);
    for (int code = column->lo; code <= column->hi; code++)
        term->value[code] = cx_drivers_value(column, code);
}

static void
add_driver(Layout *layout, size_t i)
{
    const CxDriversColumn *column = &layout->ask->drivers[i];
    if (!can_bend(layout->rows, column)) {
        add_straight(layout, column);
        return;
    }
    CxDriversTerm *below = add_term(layout, column);
    CxDriversTerm *above = add_term(layout, column);
    for (int code = column->lo; code <= column->hi; code++) {
        below->value[code] = fmin(from_knot(column, code), 0.0);
        above->value[code] = fmax(from_knot(column, code), 0.0);
    }
    /* The constant is the first coefficient. */
    layout->place[i] = (Place){ layout->n_terms - 1, layout->n_terms };
}

static void
fill_bend(const CxDriversFit *fit, size_t k, Place place, double df, CxBend *bend)
{
    const double t = cx_stat_t(CX_STAT_LEVEL, df);
    const double below = fit->slope[place.below];
    const double above = fit->slope[place.above];
    const double var_below = fit->covariance[place.below * k + place.below];
    const double var_above = fit->covariance[place.above * k + place.above];
    const double both =
        var_below + var_above - 2.0 * fit->covariance[place.below * k + place.above];
    *bend = (CxBend){ .kind = CX_BEND_STRAIGHT,
                      .below = below,
                      .below_lo = below - t * sqrt(var_below),
                      .below_hi = below + t * sqrt(var_below),
                      .above = above,
                      .above_lo = above - t * sqrt(var_above),
                      .above_hi = above + t * sqrt(var_above),
                      .p = cx_stat_p_t((below - above) / sqrt(both), df) };
}

/* Adjusts the tests of those that have one, and says which way they go. */
static void
judge(const Layout *layout, CxDrivers *found)
{
    double p[CX_DRIVERS_MAX];
    double adjusted[CX_DRIVERS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < found->n_drivers; i++) {
        if (layout->place[i].below > 0)
            p[n++] = found->drivers[i].bend.p;
    }
    if (n > 0)
        cx_stat_bh(p, n, adjusted);
    n = 0;
    for (size_t i = 0; i < found->n_drivers; i++) {
        CxBend *bend = &found->drivers[i].bend;
        if (layout->place[i].below == 0)
            continue;
        bend->p = adjusted[n++];
        if (bend->p < LEVEL_FALSE)
            bend->kind = bend->below > bend->above ? CX_BEND_PENALTY : CX_BEND_REWARD;
    }
}

void
cx_drivers_bends(const CxDriversAsk *ask, const CxDriversRows *rows, CxDrivers *found)
{
    g_autofree CxDriversTerm *terms = g_new0(CxDriversTerm, 2 * ask->n_drivers + 1);
    Layout layout = { .ask = ask, .rows = rows, .terms = terms };
    for (size_t i = 0; i < ask->n_drivers; i++)
        add_driver(&layout, i);
    add_straight(&layout, ask->outcome);
    if (rows->clusters < (int64_t)(UNITS_EACH_TERM * layout.n_terms))
        return;
    g_auto(CxDriversSums) sums = { 0 };
    cx_drivers_sums_make(ask, rows, terms, layout.n_terms, &sums);
    g_autofree double *whole = g_new(double, sums.size);
    cx_drivers_sums_add(&sums, NULL, whole);
    g_auto(CxDriversFit) fit = { 0 };
    if (!cx_drivers_fit(&sums, whole, (int64_t)rows->n, &fit))
        return;
    for (size_t i = 0; i < ask->n_drivers; i++) {
        if (layout.place[i].below > 0) {
            fill_bend(&fit, layout.n_terms, layout.place[i], cx_drivers_df(rows->clusters),
                      &found->drivers[i].bend);
        }
    }
    judge(&layout, found);
}
