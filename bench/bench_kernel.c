/* Tallies: the kernels against the loops one would write first, compiled as the rest of the program
 * is. */
#include "measure.h"

#include <glib.h>
#include <string.h>

#include "kernel/tally.h"

typedef struct {
    const uint8_t *rating;
    const uint8_t *mask;
    size_t n;
} Column;

static uint64_t
digest_tally(CxNpsTally tally)
{
    return (uint64_t)tally.promoters + 3 * (uint64_t)tally.passives +
           5 * (uint64_t)tally.detractors + 7 * (uint64_t)tally.missing;
}

static uint64_t
nps_ours(const void *input)
{
    const Column *column = input;
    return digest_tally(cx_kernel_nps_tally(column->rating, column->n));
}

static uint64_t
nps_plain(const void *input)
{
    const Column *column = input;
    CxNpsTally tally = { 0 };
    for (size_t i = 0; i < column->n; i++) {
        const uint8_t rating = column->rating[i];
        if (rating > 10)
            tally.missing++;
        else if (rating >= 9)
            tally.promoters++;
        else if (rating >= 7)
            tally.passives++;
        else
            tally.detractors++;
    }
    return digest_tally(tally);
}

static uint64_t
digest_hist(const int64_t *hist)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < CX_KERNEL_CODES; i++)
        digest = digest * 31 + (uint64_t)hist[i];
    return digest;
}

static uint64_t
hist_ours(const void *input)
{
    const Column *column = input;
    int64_t hist[CX_KERNEL_CODES] = { 0 };
    cx_kernel_hist(hist, column->rating, column->mask, column->n);
    return digest_hist(hist);
}

static uint64_t
hist_plain(const void *input)
{
    const Column *column = input;
    int64_t hist[CX_KERNEL_CODES] = { 0 };
    for (size_t i = 0; i < column->n; i++) {
        if (column->mask[i])
            hist[column->rating[i]]++;
    }
    return digest_hist(hist);
}

int
main(int argc, char **argv)
{
    const size_t n = argc > 1 && strcmp(argv[1], "--quick") == 0 ? 2000000 : 20000000;
    g_autofree uint8_t *rating = g_malloc(n);
    g_autofree uint8_t *mask = g_malloc(n);
    g_autoptr(GRand) random = g_rand_new_with_seed(22);
    for (size_t i = 0; i < n; i++) {
        const int draw = g_rand_int_range(random, 0, 100);
        rating[i] = draw < 3 ? 0xFF : (uint8_t)(draw < 60 ? 8 + draw % 3 : draw % 11);
        mask[i] = draw % 3 != 0;
    }
    const Column column = { rating, mask, n };
    static const BenchPeer nps_peers[] = { { "plain loop", nps_plain, 9.0 } };
    static const BenchPeer hist_peers[] = { { "plain loop", hist_plain, 2.0 } };
    bench_compare(&(BenchCase){ .name = "nps tally",
                                .ours = nps_ours,
                                .peers = nps_peers,
                                .n_peers = 1,
                                .input = &column,
                                .n_rounds = 15 });
    bench_compare(&(BenchCase){ .name = "masked histogram",
                                .ours = hist_ours,
                                .peers = hist_peers,
                                .n_peers = 1,
                                .input = &column,
                                .n_rounds = 15 });
    return 0;
}
