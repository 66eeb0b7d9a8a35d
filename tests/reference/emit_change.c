/* Changes judged together, for tests/reference/score.R: intervals of those selected, and groups that share units. */
#include "emit_priv.h"

#include <math.h>
#include <string.h>

#include "stat/family.h"
#include "stat/score.h"

/* Alpha, then rows of (value, standard error, degrees of freedom); how many are selected, and of each the interval
 * at the level of the selected, NaN for the others. */
void
emit_fcr(void)
{
    enum { N = 12 };
    static const double alpha = 0.05;
    double value[N], se[N], df[N], p[N], adjusted[N];
    double outputs[1 + 2 * N];
    g_autoptr(GArray) inputs = inputs_new(&alpha, 1);
    for (size_t i = 0; i < N; i++) {
        se[i] = 0.5 + cx_random_unit(&chance);
        df[i] = 19.0 + below(80);
        value[i] = (i % 3 == 0 ? 3.0 : 0.0) + se[i] * cx_random_normal(&chance);
        p[i] = cx_stat_p_t(value[i] / se[i], df[i]);
        const double row[] = { value[i], se[i], df[i] };
        g_array_append_vals(inputs, row, G_N_ELEMENTS(row));
    }
    cx_stat_bh(p, N, adjusted);
    size_t n_selected = 0;
    for (size_t i = 0; i < N; i++)
        n_selected += adjusted[i] <= alpha ? 1 : 0;
    outputs[0] = (double)n_selected;
    for (size_t i = 0; i < N; i++) {
        const bool is_selected = adjusted[i] <= alpha;
        const double half = is_selected
                                ? cx_stat_t(cx_stat_fcr_level(alpha, n_selected, N), df[i]) * se[i]
                                : (double)NAN;
        outputs[1 + 2 * i] = value[i] - half;
        outputs[2 + 2 * i] = value[i] + half;
    }
    emit("fcr", inputs, outputs, G_N_ELEMENTS(outputs));
}

/* Rows of (unit, after, weight, score), every unit in both periods; the change, its error and its interval. */
void
emit_shared(void)
{
    enum { UNITS = 45, EACH = 4 };
    double w[2][UNITS] = { { 0.0 } }, wu[2][UNITS] = { { 0.0 } };
    CxClusterSums sums[2] = { { .clusters = UNITS }, { .clusters = UNITS } };
    CxEstimate mean[2];
    double covariance = 0.0;
    g_autoptr(GArray) inputs = inputs_new(NULL, 0);
    for (size_t g = 0; g < UNITS; g++) {
        const double mood = cx_random_normal(&chance);
        for (size_t i = 0; i < 2 * EACH; i++) {
            const size_t after = i % 2;
            const double latent = mood + cx_random_normal(&chance) + (after != 0 ? 0.2 : 0.0);
            const double score = latent > 0.5 ? 100.0 : latent < -0.5 ? -100.0 : 0.0;
            const double row[] = { (double)g, (double)after, .2 + cx_random_unit(&chance), score };
            g_array_append_vals(inputs, row, G_N_ELEMENTS(row));
            w[after][g] += row[2];
            wu[after][g] += row[2] * score;
            sums[after].n++;
        }
    }
    for (size_t k = 0; k < 2; k++) {
        for (size_t g = 0; g < UNITS; g++) {
            sums[k].w += w[k][g];
            sums[k].wu += wu[k][g];
            sums[k].ss += wu[k][g] * wu[k][g];
            sums[k].sw += wu[k][g] * w[k][g];
            sums[k].ww += w[k][g] * w[k][g];
        }
        mean[k] = cx_stat_cluster_mean(&sums[k], (CxStatRange){ -100.0, 100.0 }, CX_STAT_LEVEL);
    }
    for (size_t g = 0; g < UNITS; g++) {
        covariance += (wu[0][g] - mean[0].value * w[0][g]) * (wu[1][g] - mean[1].value * w[1][g]) /
                      (sums[0].w * sums[1].w);
    }
    covariance *= (double)UNITS / (UNITS - 1.0);
    const CxComparison change = cx_stat_difference_shared(&mean[1], &mean[0], covariance);
    const double outputs[] = { change.difference.value, change.difference.se, change.difference.lo,
                               change.difference.hi, change.p };
    emit("shared", inputs, outputs, G_N_ELEMENTS(outputs));
}
