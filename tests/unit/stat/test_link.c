/* Links: a planted one is found at its lag, refusals, laws, and the drift's weights against a naive twin. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "stat/estimate.h"
#include "stat/link.h"
#include "stat/link_priv.h"
#include "stat/slope.h"

#define MONTHS  36
#define METRICS 3
#define WIDTH   (CX_LINK_LAG_MAX + MONTHS)

typedef struct {
    double y[MONTHS], se[MONTHS], x[METRICS * WIDTH];
    int stretch[MONTHS];
} Program;

/* The measure follows the second metric two months later; the survey changes once, and lifts it. */
static void
fill(Program *program, double slope, uint64_t seed)
{
    CxRandom chance = cx_random_seeded(seed);
    for (int i = 0; i < METRICS * WIDTH; i++)
        program->x[i] = cx_random_normal(&chance);
    for (int t = 0; t < MONTHS; t++) {
        program->se[t] = 1.0;
        program->stretch[t] = t < 15 ? 0 : 1;
        program->y[t] = 40.0 + (t < 15 ? 0.0 : 12.0) + cx_random_normal(&chance) +
                        slope * program->x[WIDTH + t + CX_LINK_LAG_MAX - 2];
    }
}

static CxLinkAsk
ask_of(const Program *program)
{
    return (CxLinkAsk){ .n_units = 1,
                        .n_periods = MONTHS,
                        .y = program->y,
                        .se = program->se,
                        .stretch = program->stretch,
                        .n_metrics = METRICS,
                        .x = program->x,
                        .n_replicates = 199,
                        .seed = 7 };
}

static void
near(double value, double want, double tolerance)
{
    g_assert_cmpfloat(fabs(value - want), <=, tolerance);
}

static void
test_found(void)
{
    Program program;
    fill(&program, 3.0, 11);
    const CxLinkAsk ask = ask_of(&program);
    g_autofree CxLinks *links = cx_stat_links(&ask);
    g_assert_cmpuint(links->n_searched, ==, METRICS);
    const CxLink *link = &links->items[1];
    g_assert_cmpint(link->status, ==, CX_LINK_OK);
    g_assert_cmpuint(link->lag, ==, 2);
    near(link->p, 0.005, 1e-12);
    g_assert_cmpfloat(link->lags[2].lo, <, 3.0);
    g_assert_cmpfloat(link->lags[2].hi, >, 3.0);
    g_assert_cmpfloat(link->lags[2].lo, >, 0.0);
    g_assert_cmpfloat(links->items[0].p, >, 0.05);
    g_assert_cmpfloat(links->items[2].p, >, 0.05);
}

/* The unit of a metric, and of the measure, change slopes and nothing else; the same ask, the same answer. */
static void
test_scaled(void)
{
    Program program;
    fill(&program, 1.0, 12);
    const CxLinkAsk ask = ask_of(&program);
    g_autofree CxLinks *plain = cx_stat_links(&ask);
    g_autofree CxLinks *again = cx_stat_links(&ask);
    g_assert_cmpint(memcmp(plain, again, sizeof *plain), ==, 0);
    for (int i = 0; i < METRICS * WIDTH; i++)
        program.x[i] = 100.0 * program.x[i] + 5.0;
    for (int t = 0; t < MONTHS; t++) {
        program.y[t] *= 0.5;
        program.se[t] *= 0.5;
    }
    g_autofree CxLinks *scaled = cx_stat_links(&ask);
    for (int m = 0; m < METRICS; m++) {
        near(scaled->items[m].p, plain->items[m].p, 1e-12);
        g_assert_cmpuint(scaled->items[m].lag, ==, plain->items[m].lag);
        for (int lag = 0; lag < CX_LINK_LAGS; lag++) {
            near(200.0 * scaled->items[m].lags[lag].slope, plain->items[m].lags[lag].slope, 1e-6);
            near(200.0 * scaled->items[m].lags[lag].lo, plain->items[m].lags[lag].lo, 1e-6);
        }
    }
}

static void
test_refused(void)
{
    Program program;
    fill(&program, 3.0, 13);
    for (int i = 0; i < WIDTH; i++) {
        program.x[i] = 0.1;                       /* never moves */
        program.x[2 * WIDTH + i] = 0.25 * i + 3.; /* is time itself */
    }
    CxLinkAsk ask = ask_of(&program);
    g_autofree CxLinks *links = cx_stat_links(&ask);
    g_assert_cmpint(links->items[0].status, ==, CX_LINK_CONSTANT);
    g_assert_cmpint(links->items[1].status, ==, CX_LINK_OK);
    g_assert_cmpint(links->items[2].status, ==, CX_LINK_TAKEN_OUT);
    g_assert_true(isnan(links->items[2].p));
    for (int t = 0; t < MONTHS - CX_LINK_PERIODS_MIN + 1; t++)
        program.y[t] = (double)NAN;
    g_autofree CxLinks *few = cx_stat_links(&ask);
    for (int m = 0; m < METRICS; m++)
        g_assert_cmpint(few->items[m].status, ==, CX_LINK_TOO_FEW);
    g_assert_cmpuint(few->n_searched, ==, 0);
}

/* A month without answers is left out, whatever stands there. */
static void
test_gap(void)
{
    Program program;
    fill(&program, 3.0, 14);
    program.y[20] = (double)NAN;
    program.se[20] = (double)NAN;
    const CxLinkAsk ask = ask_of(&program);
    g_autofree CxLinks *links = cx_stat_links(&ask);
    g_assert_cmpuint(links->items[1].n_rows, ==, MONTHS - 1);
    g_assert_cmpuint(links->items[1].lag, ==, 2);
}

/* Units: what moves all of them at once says nothing; what moves one apart from the others does. */
static void
test_units(void)
{
    enum { UNITS = 6 };
    double y[UNITS * MONTHS], se[UNITS * MONTHS], x[UNITS * WIDTH];
    int stretch[MONTHS] = { 0 };
    CxRandom chance = cx_random_seeded(15);
    double common[MONTHS];
    for (int t = 0; t < MONTHS; t++)
        common[t] = 30.0 * cx_random_normal(&chance);
    for (int u = 0; u < UNITS; u++) {
        for (int t = 0; t < WIDTH; t++)
            x[u * WIDTH + t] = cx_random_normal(&chance);
        for (int t = 0; t < MONTHS; t++) {
            se[u * MONTHS + t] = 1.0;
            y[u * MONTHS + t] =
                common[t] + u + cx_random_normal(&chance) + x[u * WIDTH + t + CX_LINK_LAG_MAX - 1];
        }
    }
    const CxLinkAsk ask = { .n_units = UNITS,
                            .n_periods = MONTHS,
                            .y = y,
                            .se = se,
                            .stretch = stretch,
                            .n_metrics = 1,
                            .x = x,
                            .n_replicates = 99,
                            .seed = 3 };
    g_autofree CxLinks *links = cx_stat_links(&ask);
    g_assert_cmpuint(links->items[0].lag, ==, 1);
    near(links->items[0].lags[1].slope, 1.0, 0.3);
    near(links->items[0].p, 0.01, 1e-12);
}

/* Without drift, and rows alike, the weights are least squares: the slope is that of residuals. */
static void
test_weights(void)
{
    Program program;
    fill(&program, 1.0, 16);
    double variance[MONTHS];
    size_t rows[MONTHS];
    for (int t = 0; t < MONTHS; t++) {
        variance[t] = 4.0;
        rows[t] = (size_t)t;
    }
    const CxLinkAsk ask = ask_of(&program);
    CxLinkWindow *window = cx_link_window_new(&ask, rows, MONTHS, variance);
    g_assert_cmpuint(window->rank, ==, 5); /* two levels, a line, the season */
    double trace = 0.0;
    for (int i = 0; i < MONTHS; i++) {
        trace += 4.0 * window->weight[0][i * MONTHS + i];
        double level = 0.0; /* a level of one stretch is taken out */
        for (int j = 0; j < 15; j++)
            level += window->weight[0][i * MONTHS + j];
        near(level, 0.0, 1e-9);
    }
    near(trace, MONTHS - 5, 1e-9);
    cx_link_window_free(window);
}

/* ---- Answer by answer ---- */

static void
test_slope(void)
{
    enum { N = 40 };
    uint8_t mask[N], codes[N];
    int64_t x[N];
    uint16_t groups[N];
    double u[256];
    for (int i = 0; i < 256; i++)
        u[i] = i < 100 ? i : (double)NAN;
    for (int i = 0; i < N; i++) {
        mask[i] = i == 3 ? 0 : 1;
        x[i] = i == 4 ? INT64_MIN : 10 * (i / 2);
        groups[i] = (uint16_t)(i % 2);
        codes[i] = (uint8_t)(i / 2 + 30 * (i % 2) + (i % 4 == 0 ? 1 : 0));
    }
    CxSlopeAsk ask = { .n_rows = N,
                       .mask = mask,
                       .x = { .wide = x },
                       .unit = 0.1,
                       .codes = codes,
                       .u = u,
                       .groups = groups,
                       .n_groups = 2 };
    double spread = 0.0;
    const CxEstimate plain = cx_stat_slope(&ask, CX_STAT_LEVEL, &spread);
    g_assert_cmpint(plain.status, ==, CX_STAT_OK);
    g_assert_cmpint(plain.n, ==, N - 2);
    near(plain.value, 1.0, 0.05);
    near(spread, 5.6, 0.3);
    for (int i = 0; i < N; i++)
        x[i] = 70;
    g_assert_cmpint(cx_stat_slope(&ask, CX_STAT_LEVEL, &spread).status, ==, CX_STAT_DEGENERATE);
    const uint32_t one[N] = { 0 };
    for (int i = 0; i < N; i++)
        x[i] = i;
    ask.clusters = one;
    ask.n_clusters = 1;
    g_assert_cmpint(cx_stat_slope(&ask, CX_STAT_LEVEL, &spread).status, ==, CX_STAT_FEW_CLUSTERS);
    memset(mask, 0, sizeof mask);
    g_assert_cmpint(cx_stat_slope(&ask, CX_STAT_LEVEL, &spread).status, ==, CX_STAT_TOO_FEW);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/link/found", test_found);
    g_test_add_func("/stat/link/scaled", test_scaled);
    g_test_add_func("/stat/link/refused", test_refused);
    g_test_add_func("/stat/link/gap", test_gap);
    g_test_add_func("/stat/link/units", test_units);
    g_test_add_func("/stat/link/weights", test_weights);
    g_test_add_func("/stat/link/slope", test_slope);
    return g_test_run();
}
