/* Odds for tests/reference/score.R: logistic regression, and Firth's. */
#include "emit_priv.h"

#include <math.h>
#include <string.h>

#include "stat/logistic.h"
#include "stat/ordinal.h"

/* Rows of (yes, weight, cluster, two terms); intercept, slopes, their errors by cluster, ends of intervals, p. */
void
emit_odds(void)
{
    enum { N = 240, CLUSTERS = 40, TERMS = 2 };
    double x[N * TERMS], w[N];
    uint8_t is_yes[N];
    uint32_t clusters[N];
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < N; i++) {
        x[TERMS * i] = 8.0 + cx_random_normal(&chance);
        x[TERMS * i + 1] = below(4);
        w[i] = 0.5 + below(3);
        clusters[i] = (uint32_t)below(CLUSTERS);
        const double eta = 0.8 * (x[TERMS * i] - 8.0) - 0.4 * x[TERMS * i + 1];
        is_yes[i] = cx_random_unit(&chance) < 1.0 / (1.0 + exp(-eta)) ? 1 : 0;
        const double row[] = { is_yes[i], w[i], clusters[i], x[TERMS * i], x[TERMS * i + 1] };
        g_array_append_vals(inputs, row, G_N_ELEMENTS(row));
    }
    const CxLogisticAsk ask = { .n_rows = N,
                                .n_terms = TERMS,
                                .x = x,
                                .is_yes = is_yes,
                                .w = w,
                                .clusters = clusters,
                                .n_clusters = CLUSTERS };
    const CxLogistic got = cx_stat_logistic(&ask);
    double outputs[1 + 5 * TERMS] = { got.intercept };
    for (size_t t = 0; t < TERMS; t++) {
        const CxLogisticTerm *term = &got.terms[t];
        const double own[] = { term->value, term->se, term->lo, term->hi, term->p };
        memcpy(&outputs[1 + 5 * t], own, sizeof own);
    }
    emit("odds", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Rows of (yes, two terms), few and often parted; Firth's intercept, slopes, ends of their profiles, p. */
void
emit_firth(void)
{
    enum { N = 30, TERMS = 2 };
    double x[N * TERMS];
    uint8_t is_yes[N];
    const double steep = 0.5 + below(3);
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < N; i++) {
        x[TERMS * i] = i % 2 == 0 ? cx_random_normal(&chance) : below(4);
        x[TERMS * i + 1] = below(2);
        const double eta = steep * (x[TERMS * i] - 1.0) - x[TERMS * i + 1];
        is_yes[i] = i == 0 || (i > 1 && cx_random_unit(&chance) < 1.0 / (1.0 + exp(-eta))) ? 1 : 0;
        const double row[] = { is_yes[i], x[TERMS * i], x[TERMS * i + 1] };
        g_array_append_vals(inputs, row, G_N_ELEMENTS(row));
    }
    const CxLogisticAsk ask = { .n_rows = N, .n_terms = TERMS, .x = x, .is_yes = is_yes };
    const CxLogistic got = cx_stat_logistic_firth(&ask);
    double outputs[1 + 4 * TERMS] = { got.intercept };
    for (size_t t = 0; t < TERMS; t++) {
        const CxLogisticTerm *term = &got.terms[t];
        const double own[] = { term->value, term->lo, term->hi, term->p };
        memcpy(&outputs[1 + 4 * t], own, sizeof own);
    }
    emit("firth", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* With two levels proportional odds are a logistic regression: rows of (low, high, x). */
void
emit_logistic(void)
{
    enum { ROWS = 20 };
    double counts[2 * ROWS];
    double basis[ROWS];
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t i = 0; i < ROWS; i++) {
        basis[i] = (double)i / ROWS;
        counts[2 * i] = 1.0 + below(10 + i);
        counts[2 * i + 1] = 1.0 + below(20);
        const double row[] = { counts[2 * i], counts[2 * i + 1], basis[i] };
        g_array_append_vals(inputs, row, 3);
    }
    const CxOrdinalTable table = {
        .counts = counts, .basis = basis, .n_rows = ROWS, .n_levels = 2, .n_terms = 1
    };
    const CxOrdinalFit fit = cx_stat_ordinal_fit(&table);
    const double outputs[] = { fit.cut[0], fit.slope[0] };
    emit("logistic", inputs, outputs, 2);
}
