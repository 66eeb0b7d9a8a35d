/* Weighted sums: against a twin that adds row by row, and the same bits whatever is done to them. */
#include <math.h>
#include <string.h>

#include "column/weight_threads.h"
#include "kernel/mask.h"
#include "support/rounds.h"

#define N_MAX     3000
#define N_GROUPS  6
#define N_CLASSES 11
#define N_SUMS    (N_GROUPS * N_CLASSES)
#define N_LARGE   2100001 /* eight parts, of unequal length */

typedef struct {
    uint16_t *group;
    uint8_t *code;
    double *weight;
    uint8_t class_of[256];
    size_t n;
} Rows;

static void
rows_random(Rows *rows, size_t n)
{
    rows->n = n;
    rows->group = g_new(uint16_t, n + 1);
    rows->code = g_new(uint8_t, n + 1);
    rows->weight = g_new(double, n + 1);
    memset(rows->class_of, 0xFF, sizeof rows->class_of);
    for (uint8_t c = 0; c < N_CLASSES; c++)
        rows->class_of[c * 3] = c;
    for (size_t i = 0; i < n; i++) {
        const uint32_t random = g_test_rand_int();
        rows->group[i] = random % 17 == 0 ? CX_KERNEL_NO_GROUP : (uint16_t)(random % N_GROUPS);
        rows->code[i] = (uint8_t)((random >> 8) % 40);
        /* Of rows passed over it may be anything. */
        rows->weight[i] = random % 17 == 0 ? (double)NAN : (double)(random >> 4) / 1e7;
    }
}

static void
rows_clear(Rows *rows)
{
    g_free(rows->group);
    g_free(rows->code);
    g_free(rows->weight);
}

static CxWeightColumns
columns_of(const Rows *rows, unsigned n_lanes)
{
    return (CxWeightColumns){ .group = rows->group,
                              .code = rows->code,
                              .weight = rows->weight,
                              .class_of = rows->class_of,
                              .n_groups = N_GROUPS,
                              .n_classes = N_CLASSES,
                              .n_lanes = n_lanes };
}

static bool
is_in(const Rows *rows, size_t i)
{
    return rows->group[i] != CX_KERNEL_NO_GROUP && rows->class_of[rows->code[i]] < N_CLASSES;
}

static size_t
slot_of(const Rows *rows, size_t i)
{
    return (size_t)rows->group[i] * N_CLASSES + rows->class_of[rows->code[i]];
}

/* The rows first … end - 1 as the contract has it: a lane by the row's number, then the fold. */
static void
twin_add(const Rows *rows, size_t first, size_t end, CxWeightSum *sums)
{
    static double lane[2][N_SUMS][8];
    memset(lane, 0, sizeof lane);
    for (size_t i = first; i < end; i++) {
        if (!is_in(rows, i))
            continue;
        lane[0][slot_of(rows, i)][i % 8] += rows->weight[i];
        lane[1][slot_of(rows, i)][i % 8] += rows->weight[i] * rows->weight[i];
    }
    for (size_t s = 0; s < N_SUMS; s++) {
        double folded[2];
        for (int k = 0; k < 2; k++) {
            const double *l = lane[k][s];
            folded[k] = ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]));
        }
        sums[s].w += folded[0];
        sums[s].ww += folded[1];
    }
}

static void
sums_of(const Rows *rows, size_t n_threads, CxWeightSum sums[N_SUMS])
{
    g_autoptr(GError) error = NULL;
    memset(sums, 0, N_SUMS * sizeof *sums);
    g_assert_true(cx_weight_sums_on(columns_of(rows, 0), rows->n, n_threads, sums, &error));
    g_assert_no_error(error);
}

/* Row by row there is another order, so within rounding; by the contract, to the last bit. */
static void
test_twin(void)
{
    for (int round = 0; round < cx_test_rounds(60); round++) {
        Rows rows;
        CxWeightSum got[N_SUMS];
        CxWeightSum want[N_SUMS] = { { 0.0, 0.0 } };
        double plain[N_SUMS] = { 0.0 };
        rows_random(&rows, (size_t)g_test_rand_int_range(0, N_MAX + 1));
        sums_of(&rows, 1, got);
        twin_add(&rows, 0, rows.n, want);
        g_assert_cmpmem(got, sizeof got, want, sizeof want);
        for (size_t i = 0; i < rows.n; i++) {
            if (is_in(&rows, i))
                plain[slot_of(&rows, i)] += rows.weight[i];
        }
        for (size_t s = 0; s < N_SUMS; s++)
            g_assert_cmpfloat_with_epsilon(got[s].w, plain[s], 1e-12 * (1.0 + plain[s]));
        rows_clear(&rows);
    }
}

/* Lanes are of the rows' numbers: cut anywhere, every bit is the same; so it is with one lane. */
static void
test_cuts(void)
{
    for (int round = 0; round < cx_test_rounds(60); round++) {
        Rows rows;
        rows_random(&rows, (size_t)g_test_rand_int_range(0, N_MAX + 1));
        for (unsigned n_lanes = 1; n_lanes <= CX_WEIGHT_LANES; n_lanes += CX_WEIGHT_LANES - 1) {
            const CxWeightColumns columns = columns_of(&rows, n_lanes);
            const size_t n = cx_kernel_weights_n_lane_sums(&columns);
            g_autofree CxWeightSum *whole = g_new0(CxWeightSum, n);
            g_autofree CxWeightSum *cut = g_new0(CxWeightSum, n);
            cx_kernel_weights_add(whole, &columns, 0, rows.n);
            for (size_t at = 0; at < rows.n;) {
                const size_t n_next = (size_t)g_test_rand_int_range(1, 700);
                const size_t end = MIN(rows.n, at + n_next);
                cx_kernel_weights_add(cut, &columns, at, end);
                at = end;
            }
            CxWeightSum a[N_SUMS] = { { 0.0, 0.0 } };
            CxWeightSum b[N_SUMS] = { { 0.0, 0.0 } };
            cx_kernel_weights_fold(a, whole, &columns);
            cx_kernel_weights_fold(b, cut, &columns);
            g_assert_cmpmem(a, sizeof a, b, sizeof b);
        }
        rows_clear(&rows);
    }
}

/* Eight parts on one to eight threads: every bit the same, and what the twin makes of the parts in order. */
static void
test_threads(void)
{
    Rows rows;
    rows_random(&rows, N_LARGE);
    CxWeightSum one[N_SUMS];
    CxWeightSum want[N_SUMS] = { { 0.0, 0.0 } };
    sums_of(&rows, 1, one);
    for (size_t p = 0; p < CX_WEIGHT_PARTS; p++)
        twin_add(&rows, rows.n * p / CX_WEIGHT_PARTS, rows.n * (p + 1) / CX_WEIGHT_PARTS, want);
    g_assert_cmpmem(one, sizeof one, want, sizeof want);
    for (size_t n_threads = 2; n_threads <= CX_WEIGHT_PARTS; n_threads++) {
        CxWeightSum many[N_SUMS];
        sums_of(&rows, n_threads, many);
        g_assert_cmpmem(many, sizeof many, one, sizeof one);
    }
    rows_clear(&rows);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/column/weights/twin", test_twin);
    g_test_add_func("/column/weights/cuts", test_cuts);
    g_test_add_func("/column/weights/threads", test_threads);
    return g_test_run();
}
