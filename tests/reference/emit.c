/* Prints statistics of random data, with the data, for tests/reference/score.R to recompute:
 *
 *   name TAB number, number … TAB number, number …
 *
 * the inputs and what we make of them. The seed is fixed, so a failure can be looked at again. */
#include "emit_priv.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>

#include "base/random.h"
#include "base/text.h"
#include "stat/compare.h"
#include "stat/draws.h"
#include "stat/drivers.h"
#include "stat/family.h"
#include "stat/funnel.h"
#include "stat/isotonic.h"
#include "stat/link_priv.h"
#include "stat/pilot.h"
#include "stat/sample.h"
#include "stat/score.h"
#include "stat/slope.h"
#include "stat/threshold.h"

#define ROUNDS       200
#define ROUNDS_FIRTH 15
#define ROUNDS_DRAWN 3    /* of what takes R long */
#define REPLICATES   4999 /* of what is compared with a bootstrap of another's drawing */

CxRandom chance;

double
below(uint64_t n)
{
    return (double)cx_random_below(&chance, n);
}

void
emit(const char *name, const GArray *inputs, const double *outputs, size_t n_outputs)
{
    g_autoptr(GString) line = g_string_new(name);
    for (guint i = 0; i < inputs->len; i++) {
        g_string_append_c(line, i == 0 ? '\t' : ',');
        cx_text_append_double(line, g_array_index(inputs, double, i));
    }
    for (size_t i = 0; i < n_outputs; i++) {
        g_string_append_c(line, i == 0 ? '\t' : ',');
        if (isfinite(outputs[i]))
            cx_text_append_double(line, outputs[i]);
        else
            g_string_append(line, isnan(outputs[i]) ? "NaN" : "Inf");
    }
    (void)puts(line->str);
}

GArray *
inputs_new(const double *values, size_t n)
{
    GArray *inputs = g_array_new(FALSE, FALSE, sizeof(double));
    g_array_append_vals(inputs, values, (guint)n);
    return inputs;
}

static void
emit_nps(void)
{
    const double counts[] = { below(60), below(60), below(60) };
    const CxNpsCounts nps_counts = { (int64_t)counts[0], (int64_t)counts[1], (int64_t)counts[2] };
    const CxEstimate nps = cx_stat_nps(nps_counts, CX_STAT_LEVEL);
    if (nps.status != CX_STAT_OK)
        return;
    g_autoptr(GArray) inputs = inputs_new(counts, 3);
    const double outputs[] = { nps.value, nps.centre, nps.se, nps.lo, nps.hi };
    emit("nps", inputs, outputs, G_N_ELEMENTS(outputs));
}

static void
emit_shares(void)
{
    const double n1 = 1 + below(300), n2 = 1 + below(300);
    const double hits1 = below((uint64_t)n1 + 1), hits2 = below((uint64_t)n2 + 1);
    const double counts[] = { hits1, n1, hits2, n2 };
    g_autoptr(GArray) inputs = inputs_new(counts, 4);
    const CxEstimate share = cx_stat_share((int64_t)hits1, (int64_t)n1, CX_STAT_LEVEL);
    const CxComparison difference = cx_stat_share_difference(
        (int64_t)hits1, (int64_t)n1, (int64_t)hits2, (int64_t)n2, CX_STAT_LEVEL);
    const double outputs[] = {
        share.value, share.lo, share.hi, difference.difference.lo, difference.difference.hi,
        difference.p
    };
    emit("shares", inputs, outputs, G_N_ELEMENTS(outputs));
}

static void
emit_mean(void)
{
    const size_t n = 2 + (size_t)below(100);
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double x = i == 0 ? 0.0 : 1.0 + below(10); /* never all alike */
        g_array_append_val(inputs, x);
        sum += x;
        squares += x * x;
    }
    const CxEstimate mean = cx_stat_mean((int64_t)n, sum, squares, CX_STAT_LEVEL);
    const double outputs[] = { mean.value, mean.se, mean.lo, mean.hi };
    emit("mean", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Rows of (cluster, weight, score), three numbers each. */
static void
emit_clusters(void)
{
    enum { N_MAX = 200 };
    double w[N_MAX] = { 0 }, wu[N_MAX] = { 0 };
    const uint64_t n_clusters = 20 + cx_random_below(&chance, N_MAX - 20);
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    CxClusterSums sums = { .clusters = (int64_t)n_clusters };
    for (uint64_t i = 0; i < 3 * n_clusters; i++) {
        const uint64_t g = i < n_clusters ? i : cx_random_below(&chance, n_clusters);
        const double row[] = { (double)g, .2 + cx_random_unit(&chance), 100.0 * (below(3) - 1.0) };
        g_array_append_vals(inputs, row, 3);
        w[g] += row[1];
        wu[g] += row[1] * row[2];
        sums.n++;
    }
    for (uint64_t g = 0; g < n_clusters; g++) {
        sums.w += w[g];
        sums.wu += wu[g];
        sums.ss += wu[g] * wu[g];
        sums.sw += wu[g] * w[g];
        sums.ww += w[g] * w[g];
    }
    const CxEstimate mean =
        cx_stat_cluster_mean(&sums, (CxStatRange){ -100.0, 100.0 }, CX_STAT_LEVEL);
    const double outputs[] = { mean.value, mean.se, mean.lo, mean.hi, mean.df };
    emit("clusters", inputs, outputs, G_N_ELEMENTS(outputs));
}

static CxEstimate
side(const double *numbers)
{
    return (CxEstimate){ .status = CX_STAT_OK,
                         .value = numbers[0],
                         .centre = numbers[0],
                         .se = numbers[1],
                         .df = numbers[2],
                         .level = CX_STAT_LEVEL };
}

static void
emit_difference(void)
{
    const double numbers[] = {
        cx_random_normal(&chance), .1 + cx_random_unit(&chance), 19 + below(100),
        cx_random_normal(&chance), .1 + cx_random_unit(&chance), 19 + below(100)
    };
    g_autoptr(GArray) inputs = inputs_new(numbers, G_N_ELEMENTS(numbers));
    const CxEstimate first = side(numbers);
    const CxEstimate second = side(numbers + 3);
    const CxComparison got = cx_stat_difference(&first, &second);
    const double outputs[] = { got.difference.lo, got.difference.hi, got.difference.df, got.p };
    emit("difference", inputs, outputs, G_N_ELEMENTS(outputs));
}

static void
emit_family(void)
{
    enum { N = 17 };
    double p[N];
    double adjusted[N];
    for (size_t i = 0; i < N; i++) {
        const bool is_tie = i > 0 && below(5) < 1.0;
        p[i] = is_tie ? p[i - 1] : pow(cx_random_unit(&chance), 2.0);
    }
    cx_stat_bh(p, N, adjusted);
    g_autoptr(GArray) inputs = inputs_new(p, N);
    emit("family", inputs, adjusted, N);
}

/* Rows of (value, standard error); what is to be expected of the first. */
static void
emit_spread(void)
{
    enum { N = 14 };
    double value[N];
    double se[N];
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < N; i++) {
        se[i] = 1.0 + 4.0 * cx_random_unit(&chance);
        value[i] = 30.0 + hypot(3.0, se[i]) * cx_random_normal(&chance);
        const double row[] = { value[i], se[i] };
        g_array_append_vals(inputs, row, 2);
    }
    const CxSpread spread = cx_stat_spread(value, se, N);
    const CxExpected expected = cx_stat_regress(spread, value[0], se[0], se[0]);
    const double outputs[] = { spread.mean, spread.variance, expected.value,
                               expected.sd, expected.lo,     expected.hi };
    emit("spread", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Rows of (value, standard error, answers). */
static void
emit_funnel(void)
{
    enum { N = 9 };
    CxFunnelUnit units[N];
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < N; i++) {
        units[i].n = 10 + (int64_t)below(500);
        units[i].se = (20.0 + below(60)) / sqrt((double)units[i].n);
        units[i].value = 30.0 + units[i].se * cx_random_normal(&chance);
        const double row[] = { units[i].value, units[i].se, (double)units[i].n };
        g_array_append_vals(inputs, row, 3);
    }
    const CxFunnelFit funnel = cx_stat_funnel(units, N);
    const double outputs[] = { funnel.centre, funnel.sd,
                               cx_stat_funnel_half(&funnel, units[0].n, .998),
                               cx_stat_funnel_p(&funnel, &units[0]) };
    emit("funnel", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Rows of (change, treated); every sixth round one unit is treated. */
static void
emit_pilot(void)
{
    enum { N = 9 };
    double change[N];
    bool is_treated[N];
    const size_t n_treated = below(6) < 1.0 ? 1 : 2 + (size_t)below(4);
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < N; i++) {
        is_treated[i] = i < n_treated;
        change[i] = (is_treated[i] ? 4.0 : 0.0) + 5.0 * cx_random_normal(&chance);
        const double row[] = { change[i], is_treated[i] ? 1.0 : 0.0 };
        g_array_append_vals(inputs, row, 2);
    }
    const CxPilotUnits units = { change, is_treated, N };
    const CxComparison got = cx_stat_pilot_effect(&units, CX_STAT_LEVEL);
    const double outputs[] = { got.difference.value,
                               got.difference.lo,
                               got.difference.hi,
                               got.p,
                               cx_stat_pilot_p(&units, &chance),
                               cx_stat_pilot_p_least(n_treated, N) };
    emit("pilot", inputs, outputs, G_N_ELEMENTS(outputs));
}

static void
emit_detectable(void)
{
    const double numbers[] = { 5.0 * cx_random_unit(&chance), 19.0 + below(100),
                               .9 + .0999 * cx_random_unit(&chance), .8 };
    g_autoptr(GArray) inputs = inputs_new(numbers, G_N_ELEMENTS(numbers));
    const double got = cx_stat_detectable(numbers[0], numbers[1], numbers[2], numbers[3]);
    emit("detectable", inputs, &got, 1);
}

static void
emit_quantiles(void)
{
    const double numbers[] = { .5 + cx_random_unit(&chance) / 2.001, 1 + below(300),
                               4.0 * cx_random_normal(&chance) };
    g_autoptr(GArray) inputs = inputs_new(numbers, G_N_ELEMENTS(numbers));
    const double outputs[] = { cx_stat_z(numbers[0]), cx_stat_t(numbers[0], numbers[1]),
                               cx_stat_p_z(numbers[2]), cx_stat_p_t(numbers[2], numbers[1]),
                               cx_stat_margin_of_error(numbers[0], (int64_t)numbers[1], 301,
                                                       CX_STAT_LEVEL) };
    emit("quantiles", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* n values, then n weights. */
static void
emit_isotonic(void)
{
    enum { N = 25 };
    double numbers[2 * N];
    double fitted[N];
    CxIsotonicBlock blocks[N];
    for (size_t i = 0; i < N; i++) {
        numbers[i] = 0.1 * (double)i + cx_random_normal(&chance);
        numbers[N + i] = 1.0 + below(3);
    }
    cx_stat_isotonic(numbers, numbers + N, N, fitted, blocks);
    g_autoptr(GArray) inputs = inputs_new(numbers, G_N_ELEMENTS(numbers));
    emit("isotonic", inputs, fitted, N);
}

/* Rows of ratings 1 to 5 that share a part, drawn where NULL; codes has n_columns times n_rows. */
static GArray *
draw_ratings(CxDriversColumn *columns, size_t n_columns, uint8_t *codes, size_t n_rows,
             const double *parts)
{
    GArray *inputs = inputs_new(NULL, 0);
    for (size_t k = 0; k < n_columns; k++)
        columns[k] = (CxDriversColumn){ codes + k * n_rows, 1, 5, .knot = 3.0 };
    for (size_t r = 0; r < n_rows; r++) {
        const double shared = parts != NULL ? parts[r] : cx_random_normal(&chance);
        for (size_t k = 0; k < n_columns; k++) {
            const double latent = 3.3 + 0.7 * shared + cx_random_normal(&chance);
            const double x = CLAMP(round(latent), 1.0, 5.0);
            codes[k * n_rows + r] = (uint8_t)x;
            g_array_append_val(inputs, x);
        }
    }
    return inputs;
}

/* Rows of ratings 1 to 5, the outcome last; of the drivers importance by LMG, by Johnson, standardised slopes,
 * their adjusted p, variance inflation; then R^2. */
static void
emit_drivers(void)
{
    enum { DRIVERS = 5, ROWS = 150, COLUMNS = DRIVERS + 1 };
    uint8_t codes[COLUMNS * ROWS];
    CxDriversColumn columns[COLUMNS];
    g_autoptr(GArray) inputs = draw_ratings(columns, COLUMNS, codes, ROWS, NULL);
    double outputs[5 * DRIVERS + 1];
    for (int method = 0; method < CX_DRIVERS_METHOD_N; method++) {
        const CxDriversAsk ask = { .outcome = &columns[DRIVERS],
                                   .drivers = columns,
                                   .n_drivers = DRIVERS,
                                   .n_rows = ROWS,
                                   .method = (CxDriversMethod)method };
        g_autofree CxDrivers *found = cx_stat_drivers(&ask);
        for (size_t k = 0; k < DRIVERS; k++) {
            const CxDriver *driver = &found->drivers[k];
            outputs[(size_t)method * DRIVERS + k] = driver->importance;
            outputs[2 * DRIVERS + k] = driver->slope;
            outputs[3 * DRIVERS + k] = driver->p;
            outputs[4 * DRIVERS + k] = driver->vif;
        }
        outputs[5 * DRIVERS] = found->r2;
    }
    emit("drivers", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Answers within groups, by cluster. */
static void
emit_slope(void)
{
    enum { N = 90, CLUSTERS = 24 };
    uint8_t mask[N], codes[N];
    int64_t x[N];
    uint16_t groups[N];
    uint32_t clusters[N];
    double u[256], weights[N];
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (int code = 0; code < 256; code++)
        u[code] = code <= 10 ? code : (double)NAN;
    for (size_t i = 0; i < N; i++) {
        mask[i] = 1;
        x[i] = (int64_t)below(60);
        codes[i] = (uint8_t)below(11);
        groups[i] = (uint16_t)below(4);
        clusters[i] = (uint32_t)below(CLUSTERS);
        weights[i] = 0.5 + below(3);
        const double row[] = { (double)x[i], codes[i], weights[i], groups[i], clusters[i] };
        g_array_append_vals(inputs, row, G_N_ELEMENTS(row));
    }
    const CxSlopeAsk ask = { .n_rows = N,
                             .mask = mask,
                             .x = { .wide = x },
                             .unit = 0.1,
                             .codes = codes,
                             .u = u,
                             .weights = weights,
                             .groups = groups,
                             .clusters = clusters,
                             .n_groups = 4,
                             .n_clusters = CLUSTERS };
    double spread = 0.0;
    const CxEstimate slope = cx_stat_slope(&ask, CX_STAT_LEVEL, &spread);
    const double outputs[] = { slope.value, slope.se, slope.lo, slope.hi, spread };
    emit("slope", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* What a model of the drift makes of a series: y' weight y, and the log determinants but for a constant
 * of the columns taken out (those of two series are subtracted). */
static void
emit_drift(void)
{
    enum { N = 40, MODEL = 1 + 2 * 5 + 2 }; /* persistence .6, size 4 */
    int stretch[N];
    double variance[N], y[N];
    size_t rows[N];
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < N; i++) {
        stretch[i] = i < 17 ? 0 : 1;
        variance[i] = 0.5 + below(5);
        y[i] = 10.0 * cx_random_normal(&chance);
        rows[i] = i;
        const double row[] = { variance[i], y[i], stretch[i] };
        g_array_append_vals(inputs, row, G_N_ELEMENTS(row));
    }
    const CxLinkAsk ask = { .n_units = 1, .n_periods = N, .stretch = stretch };
    CxLinkWindow *window = cx_link_window_new(&ask, rows, N, variance);
    double outputs[] = { 0.0, window->log_det[MODEL] - window->log_det[0] };
    for (size_t i = 0; i < N; i++) {
        for (size_t j = 0; j < N; j++)
            outputs[0] += y[i] * window->weight[MODEL][i * N + j] * y[j];
    }
    cx_link_window_free(window);
    emit("drift", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Draws, and the ends of their middle. */
static void
emit_middle(void)
{
    enum { N = 999 };
    double draws[N];
    for (size_t i = 0; i < N; i++)
        draws[i] = cx_random_normal(&chance);
    g_autoptr(GArray) inputs = inputs_new(draws, N);
    double outputs[2];
    cx_stat_draws_middle(draws, N, &outputs[0], &outputs[1]);
    emit("middle", inputs, outputs, 2);
}

/* The level passed by low answers, then rows of (fact, low, unit); the threshold and its interval. */
static void
emit_threshold(void)
{
    enum { N = 600, CLUSTERS = 150 };
    static const double level = 0.4123; /* no share of whole answers */
    CxThresholdAnswer answers[N];
    double unit[CLUSTERS];
    g_autoptr(GArray) inputs = inputs_new(&level, 1);
    for (size_t g = 0; g < CLUSTERS; g++)
        unit[g] = 0.5 * cx_random_normal(&chance);
    for (size_t i = 0; i < N; i++) {
        const uint32_t g = (uint32_t)(i % CLUSTERS);
        const double x = 6.0 * cx_random_unit(&chance);
        const double latent = 0.5 * (x - 3.0) + unit[g] + cx_random_normal(&chance);
        const double row[] = { x, latent > 0.0 ? 1.0 : 0.0, g };
        answers[i] = (CxThresholdAnswer){ .x = x, .w = 1.0, .cluster = g, .code = latent <= 0.0 };
        g_array_append_vals(inputs, row, G_N_ELEMENTS(row));
    }
    const CxThresholdAsk ask = { .answers = answers,
                                 .n = N,
                                 .n_clusters = CLUSTERS,
                                 .level = level,
                                 .target = (double)NAN,
                                 .worse = CX_THRESHOLD_MORE,
                                 .n_replicates = REPLICATES,
                                 .seed = 7 };
    g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
    const double outputs[] = { found->x, found->lo, found->hi };
    emit("threshold", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Rows of (fact, low); where the broken line that fits best breaks. */
static void
emit_break(void)
{
    enum { N = 4000 };
    g_autofree CxThresholdAnswer *answers = g_new0(CxThresholdAnswer, N);
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < N; i++) {
        const double x = 6.0 * cx_random_unit(&chance);
        const double logit = -1.5 + 1.6 * fmax(x - 3.5, 0.0);
        const bool is_low = cx_random_unit(&chance) < 1.0 / (1.0 + exp(-logit));
        const double low = is_low ? 1.0 : 0.0;
        answers[i] =
            (CxThresholdAnswer){ .x = x, .w = 1.0, .cluster = (uint32_t)i, .code = !is_low };
        g_array_append_val(inputs, x);
        g_array_append_val(inputs, low);
    }
    const CxThresholdAsk ask = { .answers = answers,
                                 .n = N,
                                 .n_clusters = N,
                                 .level = 0.4,
                                 .target = (double)NAN,
                                 .worse = CX_THRESHOLD_MORE,
                                 .n_replicates = 199,
                                 .seed = 7 };
    g_autoptr(CxThreshold) found = cx_stat_threshold(&ask);
    const CxThresholdBreak broken = cx_stat_threshold_break(&ask, found);
    emit("break", inputs, &broken.x, 1);
}

/* The unit of each row, then rows of five drivers and the outcome, answers of a unit alike; of the drivers importance
 * by LMG, the ends of its interval, and p by sampling unit. */
static void
emit_units(void)
{
    enum { DRIVERS = 5, ROWS = 400, CLUSTERS = 80, COLUMNS = DRIVERS + 1 };
    uint8_t codes[COLUMNS * ROWS];
    uint32_t clusters[ROWS];
    double shared[ROWS], unit[CLUSTERS], ids[ROWS];
    CxDriversColumn columns[COLUMNS];
    for (size_t g = 0; g < CLUSTERS; g++)
        unit[g] = 0.7 * cx_random_normal(&chance);
    for (size_t r = 0; r < ROWS; r++) {
        clusters[r] = (uint32_t)cx_random_below(&chance, CLUSTERS);
        ids[r] = clusters[r];
        shared[r] = unit[clusters[r]] + cx_random_normal(&chance);
    }
    g_autoptr(GArray) inputs = draw_ratings(columns, COLUMNS, codes, ROWS, shared);
    g_array_prepend_vals(inputs, ids, ROWS);
    const CxDriversAsk ask = { .outcome = &columns[DRIVERS],
                               .drivers = columns,
                               .n_drivers = DRIVERS,
                               .n_rows = ROWS,
                               .clusters = clusters,
                               .n_clusters = CLUSTERS,
                               .n_replicates = REPLICATES,
                               .seed = 7 };
    g_autofree CxDrivers *found = cx_stat_drivers(&ask);
    double outputs[4 * DRIVERS];
    for (size_t k = 0; k < DRIVERS; k++) {
        outputs[k] = found->drivers[k].importance;
        outputs[DRIVERS + k] = found->drivers[k].lo;
        outputs[2 * DRIVERS + k] = found->drivers[k].hi;
        outputs[3 * DRIVERS + k] = found->drivers[k].p;
    }
    emit("units", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Beyond LMG's sixteen: rows of twenty drivers and the outcome; importance by Johnson. */
static void
emit_many(void)
{
    enum { DRIVERS = 20, ROWS = 300, COLUMNS = DRIVERS + 1 };
    uint8_t codes[COLUMNS * ROWS];
    CxDriversColumn columns[COLUMNS];
    g_autoptr(GArray) inputs = draw_ratings(columns, COLUMNS, codes, ROWS, NULL);
    const CxDriversAsk ask = { .outcome = &columns[DRIVERS],
                               .drivers = columns,
                               .n_drivers = DRIVERS,
                               .n_rows = ROWS,
                               .method = CX_DRIVERS_JOHNSON,
                               .n_replicates = CX_DRIVERS_REPLICATES,
                               .seed = 7 };
    g_autofree CxDrivers *found = cx_stat_drivers(&ask);
    double outputs[DRIVERS + 1];
    for (size_t k = 0; k < DRIVERS; k++)
        outputs[k] = found->drivers[k].importance;
    outputs[DRIVERS] = (double)found->n_replicates;
    emit("many", inputs, outputs, G_N_ELEMENTS(outputs));
}

int
main(void)
{
    cx_stat_start();
    chance = cx_random_seeded(20181231);
    for (int round = 0; round < ROUNDS; round++) {
        emit_nps();
        emit_shares();
        emit_mean();
        emit_clusters();
        emit_difference();
        emit_family();
        emit_spread();
        emit_funnel();
        emit_pilot();
        emit_slope();
        emit_drift();
        emit_detectable();
        emit_quantiles();
        emit_isotonic();
        emit_logistic();
        emit_drivers();
        emit_odds();
        emit_fcr();
        emit_shared();
    }
    for (int round = 0; round < ROUNDS_FIRTH; round++)
        emit_firth();
    for (int round = 0; round < ROUNDS_DRAWN; round++) {
        emit_middle();
        emit_threshold();
        emit_break();
        emit_units();
        emit_many();
    }
    return 0;
}
