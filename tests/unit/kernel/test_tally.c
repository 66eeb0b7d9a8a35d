#include <glib.h>
#include <stdbool.h>

#include "kernel/mask.h"
#include "kernel/tally.h"
#include "support/rounds.h"

#define N_MAX    2000
#define N_GROUPS 5

static void
test_nps_rows(void)
{
    static const struct {
        const char *why;
        uint8_t rating[4];
        size_t n;
        CxNpsTally want;
    } rows[] = {
        { "no answers", { 0 }, 0, { 0 } },
        { "edges of the bands",
          { 6, 7, 8, 9 },
          4,
          { .detractors = 1, .passives = 2, .promoters = 1 } },
        { "0xFF is missing",
          { 0xFF, 10, 0xFF, 0 },
          4,
          { .promoters = 1, .detractors = 1, .missing = 2 } },
        { "above the scale is missing", { 11, 99, 0xFE, 10 }, 4, { .promoters = 1, .missing = 3 } },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxNpsTally got = cx_kernel_nps_tally(rows[i].rating, rows[i].n);
        g_test_message("%s", rows[i].why);
        g_assert_cmpint(got.promoters, ==, rows[i].want.promoters);
        g_assert_cmpint(got.passives, ==, rows[i].want.passives);
        g_assert_cmpint(got.detractors, ==, rows[i].want.detractors);
        g_assert_cmpint(got.missing, ==, rows[i].want.missing);
    }
}

typedef struct {
    uint8_t code[N_MAX];
    uint8_t mask[N_MAX];
    uint16_t group[N_MAX];
    size_t n;
} Columns;

static void
columns_random(Columns *columns)
{
    columns->n = (size_t)g_test_rand_int_range(0, N_MAX + 1);
    const bool is_narrow = g_test_rand_bit();
    for (size_t i = 0; i < columns->n; i++) {
        columns->code[i] = (uint8_t)g_test_rand_int_range(0, is_narrow ? 12 : 256);
        columns->mask[i] = (uint8_t)g_test_rand_int_range(0, 2);
        columns->group[i] =
            columns->mask[i] ? (uint16_t)g_test_rand_int_range(0, N_GROUPS) : CX_KERNEL_NO_GROUP;
    }
}

/* Cut a random column anywhere: the parts add up to the whole, and the whole to n. */
static void
test_nps_split(void)
{
    Columns columns;
    for (int round = 0; round < cx_test_rounds(2000); round++) {
        columns_random(&columns);
        const size_t cut = (size_t)g_test_rand_int_range(0, (gint32)columns.n + 1);
        const CxNpsTally whole = cx_kernel_nps_tally(columns.code, columns.n);
        const CxNpsTally a = cx_kernel_nps_tally(columns.code, cut);
        const CxNpsTally b = cx_kernel_nps_tally(columns.code + cut, columns.n - cut);
        g_assert_cmpint(whole.promoters, ==, a.promoters + b.promoters);
        g_assert_cmpint(whole.passives, ==, a.passives + b.passives);
        g_assert_cmpint(whole.detractors, ==, a.detractors + b.detractors);
        g_assert_cmpint(whole.promoters + whole.passives + whole.detractors + whole.missing, ==,
                        (gint64)columns.n);
    }
}

/* The histogram agrees with a naive count, and with itself when the column is cut. */
static void
test_hist(void)
{
    Columns columns;
    for (int round = 0; round < cx_test_rounds(500); round++) {
        columns_random(&columns);
        int64_t want[256] = { 0 }, whole[256] = { 0 }, parts[256] = { 0 };
        for (size_t i = 0; i < columns.n; i++) {
            if (columns.mask[i] == 1)
                want[columns.code[i]]++;
        }
        const size_t cut = (size_t)g_test_rand_int_range(0, (gint32)columns.n + 1);
        cx_kernel_hist(whole, columns.code, columns.mask, columns.n);
        cx_kernel_hist(parts, columns.code, columns.mask, cut);
        cx_kernel_hist(parts, columns.code + cut, columns.mask + cut, columns.n - cut);
        g_assert_cmpmem(whole, sizeof(whole), want, sizeof(want));
        g_assert_cmpmem(parts, sizeof(parts), want, sizeof(want));
    }
}

/* Groups part the whole: their histograms add up to the ungrouped one. */
static void
test_groups(void)
{
    Columns columns;
    for (int round = 0; round < cx_test_rounds(200); round++) {
        columns_random(&columns);
        int64_t hist[N_GROUPS * 256] = { 0 }, whole[256] = { 0 };
        cx_kernel_group_hist(hist, columns.group, columns.code, columns.n);
        cx_kernel_hist(whole, columns.code, columns.mask, columns.n);
        for (size_t c = 0; c < 256; c++) {
            int64_t sum = 0;
            for (size_t g = 0; g < N_GROUPS; g++)
                sum += hist[g * 256 + c];
            g_assert_cmpint(sum, ==, whole[c]);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kernel/tally/nps/rows", test_nps_rows);
    g_test_add_func("/kernel/tally/nps/split", test_nps_split);
    g_test_add_func("/kernel/tally/hist", test_hist);
    g_test_add_func("/kernel/tally/groups", test_groups);
    return g_test_run();
}
