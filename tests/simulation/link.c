/* Links over simulated programs: a measure with a level, a trend and a drift of its own, metrics that
 * drift as they like, and a link that is there or not. The generator shares no code with the
 * estimators but the random numbers.
 *
 *     null      nothing linked, nothing drifting: a link is said of at most 5 % of measures and its chance
 *     drift     both drift for months: at most 10 %, which is what thirty months can tell of a drift
 *     trend     both rise all along: at most 5 % and its chance
 *     planted   a link two months later is found at its lag by most, and the interval holds it
 *     units     twelve units, each with what it counts itself */
#include "stat/link.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "stat/estimate.h"

#define MONTHS    30
#define WIDTH     (CX_LINK_LAG_MAX + MONTHS)
#define METRICS   3
#define UNITS_MAX 12
#define LAG       2
#define DRAWS     99

static CxRandom chance;

/* How a program is made. */
typedef struct {
    size_t n_units;
    double drift, persistence; /* of the measure */
    double metric_persistence;
    double trend; /* of measure and metrics, a month */
    double slope; /* of the first metric, LAG months later */
    bool has_splice;
} Kind;

typedef struct {
    double y[UNITS_MAX * MONTHS], se[UNITS_MAX * MONTHS], x[METRICS * UNITS_MAX * WIDTH];
    int stretch[MONTHS];
} Program;

static double
next_of(double before, double persistence, double size)
{
    return persistence * before +
           size * sqrt(1.0 - persistence * persistence) * cx_random_normal(&chance);
}

static void
draw_metric(const Kind *kind, double *x)
{
    double state = cx_random_normal(&chance);
    for (int t = 0; t < WIDTH; t++) {
        state = next_of(state, kind->metric_persistence, 1.0);
        x[t] = state + kind->trend * t;
    }
}

static void
draw_measure(const Kind *kind, const double *x, Program *program, size_t unit)
{
    double state = kind->drift * cx_random_normal(&chance);
    for (int t = 0; t < MONTHS; t++) {
        state = next_of(state, kind->persistence, kind->drift);
        const double se = 0.7 + 0.6 * cx_random_unit(&chance);
        const double lifted = kind->has_splice && t >= 18 ? 5.0 : 0.0;
        program->se[unit * MONTHS + (size_t)t] = se;
        program->y[unit * MONTHS + (size_t)t] = 50.0 + lifted + kind->trend * t + state +
                                                se * cx_random_normal(&chance) +
                                                kind->slope * x[t + CX_LINK_LAG_MAX - LAG];
    }
}

static CxLinks *
run(const Kind *kind, Program *program)
{
    for (size_t i = 0; i < METRICS * kind->n_units; i++)
        draw_metric(kind, &program->x[i * WIDTH]);
    for (size_t u = 0; u < kind->n_units; u++)
        draw_measure(kind, &program->x[u * WIDTH], program, u);
    for (int t = 0; t < MONTHS; t++)
        program->stretch[t] = kind->has_splice && t >= 18 ? 1 : 0;
    const CxLinkAsk ask = { .n_units = kind->n_units,
                            .n_periods = MONTHS,
                            .y = program->y,
                            .se = program->se,
                            .stretch = program->stretch,
                            .n_metrics = METRICS,
                            .x = program->x,
                            .n_replicates = DRAWS,
                            .seed = cx_random_u64(&chance) };
    return cx_stat_links(&ask);
}

static int
n_programs(void)
{
    return g_getenv("CX_LONG") != NULL ? 1000 : 60;
}

/* Chance's own: five standard errors above a share. */
static int
at_most(int n, double share)
{
    return (int)ceil(n * share + 5.0 * sqrt(n * share * (1.0 - share)));
}

static void
check_null(const char *what, const Kind *kind, double share)
{
    const int n = n_programs();
    g_autofree Program *program = g_new0(Program, 1);
    int n_said = 0;
    for (int i = 0; i < n; i++) {
        g_autofree CxLinks *links = run(kind, program);
        double least = 1.0;
        for (size_t m = 0; m < links->n; m++)
            least = fmin(least, links->items[m].p);
        n_said += least <= 0.05 ? 1 : 0;
    }
    g_test_message("%s: a link was said in %d of %d programs", what, n_said, n);
    g_assert_cmpint(n_said, <=, at_most(n, share));
}

static void
test_null(void)
{
    const Kind kind = { .n_units = 1, .metric_persistence = 0.5, .has_splice = true };
    check_null("nothing", &kind, 0.05);
}

static void
test_drift(void)
{
    const Kind kind = { .n_units = 1, .drift = 2.0, .persistence = 0.9, .metric_persistence = 0.9 };
    check_null("drift", &kind, 0.10);
}

static void
test_trend(void)
{
    const Kind kind = {
        .n_units = 1, .drift = 1.0, .persistence = 0.5, .metric_persistence = 0.5, .trend = 0.3
    };
    check_null("trend", &kind, 0.07);
}

static void
check_planted(const char *what, const Kind *kind, int percent)
{
    const int n = n_programs();
    g_autofree Program *program = g_new0(Program, 1);
    int n_found = 0;
    int n_lag = 0;
    int n_held = 0;
    for (int i = 0; i < n; i++) {
        g_autofree CxLinks *links = run(kind, program);
        const CxLink *link = &links->items[0];
        const CxLinkLag *at = &link->lags[LAG];
        n_found += link->p <= 0.05 ? 1 : 0;
        n_lag += link->p <= 0.05 && link->lag == LAG ? 1 : 0;
        n_held += at->lo <= kind->slope && kind->slope <= at->hi ? 1 : 0;
    }
    g_test_message("%s: found in %d of %d programs, in %d at its lag; the interval held it in %d",
                   what, n_found, n, n_lag, n_held);
    g_assert_cmpint(n_found, >=, n * percent / 100);
    g_assert_cmpint(n_lag, >=, n_found * 9 / 10);
    g_assert_cmpint(n_held, >=, n * 93 / 100);
}

static void
test_planted(void)
{
    const Kind kind = { .n_units = 1,
                        .drift = 0.5,
                        .persistence = 0.5,
                        .metric_persistence = 0.5,
                        .slope = 1.5,
                        .has_splice = true };
    check_planted("planted", &kind, 75);
}

static void
test_units(void)
{
    const Kind nothing = {
        .n_units = UNITS_MAX, .drift = 1.0, .persistence = 0.8, .metric_persistence = 0.8
    };
    check_null("units", &nothing, 0.05);
    Kind planted = nothing;
    planted.slope = 0.5;
    check_planted("units planted", &planted, 75);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    const char *seed = g_getenv("CX_SEED");
    chance = cx_random_seeded(seed != NULL ? g_ascii_strtoull(seed, NULL, 10)
                                           : (uint64_t)g_test_rand_int());
    g_test_add_func("/simulation/link/null", test_null);
    g_test_add_func("/simulation/link/drift", test_drift);
    g_test_add_func("/simulation/link/trend", test_trend);
    g_test_add_func("/simulation/link/planted", test_planted);
    g_test_add_func("/simulation/link/units", test_units);
    return g_test_run();
}
