#include <glib.h>
#include <math.h>
#include <stdbool.h>

#include "kernel/cluster.h"
#include "support/rounds.h"

#define N_MAX      600
#define N_CLUSTERS 40

static uint8_t code[N_MAX];
static uint32_t cluster[N_MAX];
static double weight[N_MAX];
static uint32_t row[N_MAX];
static double score[256];
static uint8_t is_valid[256];

static size_t
columns_random(void)
{
    const size_t n = (size_t)g_test_rand_int_range(0, N_MAX + 1);
    for (size_t i = 0; i < n; i++) {
        code[i] = (uint8_t)g_test_rand_int_range(0, 12);
        cluster[i] = (uint32_t)g_test_rand_int_range(0, N_CLUSTERS);
        weight[i] =
            g_test_rand_int_range(0, 10) == 0 ? (double)NAN : g_test_rand_double_range(0.1, 3.0);
        row[i] = (uint32_t)i;
    }
    for (size_t c = 0; c < 256; c++) {
        is_valid[c] = c <= 10;
        score[c] = c >= 9 ? 100.0 : c >= 7 ? 0.0 : -100.0;
    }
    return n;
}

/* METHODS' formula as it is written, cluster by cluster: sum_g (sum_i w (u - m))^2. */
static double
naive_squares(size_t n, const double *weights, double m, int64_t *ret_clusters)
{
    double squares = 0.0;
    *ret_clusters = 0;
    for (uint32_t g = 0; g < N_CLUSTERS; g++) {
        double sum = 0.0;
        bool is_there = false;
        for (size_t i = 0; i < n; i++) {
            const double w = weights == NULL ? 1.0 : weights[i];
            if (cluster[i] != g || !is_valid[code[i]] || isnan(w))
                continue;
            sum += w * (score[code[i]] - m);
            is_there = true;
        }
        squares += sum * sum;
        *ret_clusters += is_there;
    }
    return squares;
}

static void
test_twin(void)
{
    for (int round = 0; round < cx_test_rounds(300); round++) {
        const size_t n = columns_random();
        const double *weights = g_test_rand_bit() ? weight : NULL;
        const CxClusterScale scale = { score, is_valid };
        const CxClusterColumns columns = { code, cluster, weights };
        CxClusterSlot slot[N_CLUSTERS] = { 0 };
        const size_t cut = (size_t)g_test_rand_int_range(0, (gint32)n + 1);
        cx_kernel_cluster_add(slot, row, cut, columns, scale);
        cx_kernel_cluster_add(slot, row + cut, n - cut, columns, scale);

        double w = 0.0, wu = 0.0;
        for (size_t g = 0; g < N_CLUSTERS; g++) {
            w += slot[g].w;
            wu += slot[g].wu;
        }
        const double m = w > 0.0 ? wu / w : 0.0;
        const CxClusterTally got = cx_kernel_cluster_reduce(slot, row, n, cluster);
        int64_t clusters = 0;
        const double want = naive_squares(n, weights, m, &clusters);
        g_assert_cmpint(got.clusters, ==, clusters);
        g_assert_cmpfloat_with_epsilon(got.ss - 2.0 * m * got.sw + m * m * got.ww, want,
                                       1e-9 * (1.0 + got.ss));
        for (size_t g = 0; g < N_CLUSTERS; g++)
            g_assert_cmpint(slot[g].n, ==, 0); /* clear again */
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kernel/cluster/twin", test_twin);
    return g_test_run();
}
