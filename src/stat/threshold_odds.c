/* The odds of a low answer along the fact. */
#include <math.h>
#include <stdlib.h>

#include "stat/logistic.h"
#include "stat/threshold.h"

#define ROWS_MAX 100000 /* of Firth's estimate: its profile looks at them a hundred times */

/* Columns of the answers. */
typedef struct {
    double *x, *w;
    uint8_t *is_low;
    uint32_t *cluster;
    size_t n;
} Rows;

static void
rows_clear(Rows *rows)
{
    g_free(rows->x);
    g_free(rows->w);
    g_free(rows->is_low);
    g_free(rows->cluster);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rows, rows_clear)

static Rows
rows_of(const CxThresholdAsk *ask)
{
    Rows rows = {
        .x = g_new(double, ask->n + 1),
        .w = g_new(double, ask->n + 1),
        .is_low = g_new(uint8_t, ask->n + 1),
        .cluster = g_new(uint32_t, ask->n + 1),
        .n = ask->n,
    };
    for (size_t i = 0; i < ask->n; i++) {
        const CxThresholdAnswer *answer = &ask->answers[i];
        rows.x[i] = answer->x;
        rows.w[i] = answer->w;
        rows.is_low[i] = answer->code >= ask->low_from && answer->code <= ask->low_to ? 1 : 0;
        rows.cluster[i] = answer->cluster;
    }
    return rows;
}

static double
spread_of(const Rows *rows)
{
    double w = 0.0;
    double mean = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < rows->n; i++) {
        w += rows->w[i];
        mean += rows->w[i] * rows->x[i];
    }
    mean = w > 0.0 ? mean / w : 0.0;
    for (size_t i = 0; i < rows->n; i++)
        squares += rows->w[i] * (rows->x[i] - mean) * (rows->x[i] - mean);
    return w > 0.0 ? sqrt(squares / w) : 0.0;
}

/* Weights about 1; whether all are alike. */
static bool
even_weights(Rows *rows)
{
    double sum = 0.0;
    bool is_even = true;
    for (size_t i = 0; i < rows->n; i++) {
        sum += rows->w[i];
        is_even = is_even && !(fabs(rows->w[i] - rows->w[0]) > 0.0);
    }
    for (size_t i = 0; i < rows->n; i++)
        rows->w[i] = is_even ? 1.0 : rows->w[i] * (double)rows->n / sum;
    return is_even;
}

typedef struct {
    double x;
    uint8_t is_low;
} Cell;

static int
compare_cells(const void *a, const void *b)
{
    const Cell *left = a;
    const Cell *right = b;
    if (left->x < right->x || left->x > right->x)
        return left->x < right->x ? -1 : 1;
    return (int)left->is_low - (int)right->is_low;
}

/* Puts equal answers together, counted: to the likelihood they are the same. */
static void
merge(Rows *rows)
{
    g_autofree Cell *cells = g_new(Cell, rows->n + 1);
    for (size_t i = 0; i < rows->n; i++)
        cells[i] = (Cell){ rows->x[i], rows->is_low[i] };
    qsort(cells, rows->n, sizeof *cells, compare_cells);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (i > 0 && compare_cells(&cells[i - 1], &cells[i]) == 0) {
            rows->w[n - 1] += 1.0;
            continue;
        }
        rows->x[n] = cells[i].x;
        rows->is_low[n] = cells[i].is_low;
        rows->w[n] = 1.0;
        n++;
    }
    rows->n = n;
}

static void
take(const CxLogistic *fit, CxThresholdOdds *odds)
{
    odds->slope = fit->terms[0].value;
    odds->lo = fit->terms[0].lo;
    odds->hi = fit->terms[0].hi;
}

static void
take_firth(Rows *rows, size_t n_clusters, CxThresholdOdds *odds)
{
    const bool is_own = even_weights(rows) && odds->clusters == odds->n;
    if (is_own)
        merge(rows);
    if (rows->n > ROWS_MAX)
        return;
    const CxLogisticAsk ask = { .n_rows = rows->n,
                                .n_terms = 1,
                                .x = rows->x,
                                .is_yes = rows->is_low,
                                .w = rows->w,
                                .clusters = is_own ? NULL : rows->cluster,
                                .n_clusters = n_clusters };
    const CxLogistic fit = cx_stat_logistic_firth(&ask);
    odds->is_firth = !isnan(fit.terms[0].value);
    take(&fit, odds);
}

CxThresholdOdds
cx_stat_threshold_odds(const CxThresholdAsk *ask)
{
    g_auto(Rows) rows = rows_of(ask);
    const CxLogisticAsk plain = { .n_rows = rows.n,
                                  .n_terms = 1,
                                  .x = rows.x,
                                  .is_yes = rows.is_low,
                                  .w = rows.w,
                                  .clusters = rows.cluster,
                                  .n_clusters = ask->n_clusters };
    const CxLogistic fit = cx_stat_logistic(&plain);
    CxThresholdOdds odds = {
        .status = fit.status, .spread = spread_of(&rows), .n = fit.n, .clusters = fit.clusters
    };
    take(&fit, &odds);
    const bool is_parted = fit.status == CX_LOGISTIC_SEPARATED ||
                           fit.status == CX_LOGISTIC_QUASI_SEPARATED ||
                           fit.status == CX_LOGISTIC_TOO_FEW;
    if (is_parted && fit.n > 0)
        take_firth(&rows, ask->n_clusters, &odds);
    return odds;
}
