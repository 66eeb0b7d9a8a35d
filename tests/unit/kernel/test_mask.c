#include <glib.h>
#include <math.h>

#include "kernel/mask.h"
#include "support/rounds.h"

#define N_MAX  1000
#define N_DAYS 40

static uint8_t code[N_MAX];
static uint8_t mask[N_MAX];
static uint16_t day[N_MAX];
static uint16_t group[N_MAX];

static size_t
columns_random(void)
{
    const size_t n = (size_t)g_test_rand_int_range(0, N_MAX + 1);
    for (size_t i = 0; i < n; i++) {
        code[i] = (uint8_t)g_test_rand_int_range(0, 256);
        mask[i] = (uint8_t)g_test_rand_int_range(0, 2);
        day[i] = (uint16_t)g_test_rand_int_range(0, N_DAYS);
    }
    return n;
}

static void
test_codes(void)
{
    for (int round = 0; round < cx_test_rounds(300); round++) {
        const size_t n = columns_random();
        uint8_t table[256], before[N_MAX];
        for (size_t c = 0; c < 256; c++)
            table[c] = (uint8_t)g_test_rand_int_range(0, 2);
        memcpy(before, mask, sizeof(before));
        cx_kernel_mask_codes(mask, code, n, table);
        int64_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            g_assert_cmpint(mask[i], ==, before[i] == 1 && table[code[i]] == 1);
            kept += mask[i];
        }
        g_assert_cmpint(cx_kernel_mask_count(mask, n), ==, kept);
    }
}

static void
test_weights(void)
{
    static const double weight[] = { 1.0, NAN, 0.0, NAN, 2.5 };
    uint8_t kept[] = { 1, 1, 1, 0, 0 };
    cx_kernel_mask_weights(kept, weight, G_N_ELEMENTS(weight));
    static const uint8_t want[] = { 1, 0, 1, 0, 0 };
    g_assert_cmpmem(kept, sizeof(kept), want, sizeof(want));
}

static void
test_groups(void)
{
    for (int round = 0; round < cx_test_rounds(300); round++) {
        const size_t n = columns_random();
        uint16_t by_code[256], by_day[N_DAYS];
        for (size_t c = 0; c < 256; c++)
            by_code[c] = g_test_rand_bit() ? (uint16_t)(c % 7) : CX_KERNEL_NO_GROUP;
        for (size_t d = 0; d < N_DAYS; d++)
            by_day[d] = (uint16_t)(d / 9);
        cx_kernel_group_codes(group, mask, code, n, by_code);
        for (size_t i = 0; i < n; i++)
            g_assert_cmpint(group[i], ==, mask[i] ? by_code[code[i]] : CX_KERNEL_NO_GROUP);
        cx_kernel_group_days(group, mask, day, n, by_day);
        for (size_t i = 0; i < n; i++)
            g_assert_cmpint(group[i], ==, mask[i] ? by_day[day[i]] : CX_KERNEL_NO_GROUP);
    }
}

/* Every grouped row comes once, in its group, in the old order. */
static void
test_group_rows(void)
{
    for (int round = 0; round < cx_test_rounds(300); round++) {
        const size_t n = columns_random();
        enum { N_GROUPS = 6 };
        for (size_t i = 0; i < n; i++)
            group[i] = mask[i] ? (uint16_t)(code[i] % (N_GROUPS - 1)) : CX_KERNEL_NO_GROUP;
        size_t start[N_GROUPS + 1];
        uint32_t rows[N_MAX];
        cx_kernel_group_rows(group, n, N_GROUPS, start, rows);
        g_assert_cmpint(start[0], ==, 0);
        g_assert_cmpint((gint64)start[N_GROUPS], ==, cx_kernel_mask_count(mask, n));
        g_assert_cmpint(start[N_GROUPS - 1], ==, start[N_GROUPS]); /* the last one is empty */
        for (size_t g = 0; g < N_GROUPS; g++) {
            for (size_t i = start[g]; i < start[g + 1]; i++) {
                g_assert_cmpint(group[rows[i]], ==, g);
                g_assert_true(i == start[g] || rows[i - 1] < rows[i]);
            }
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kernel/mask/codes", test_codes);
    g_test_add_func("/kernel/mask/weights", test_weights);
    g_test_add_func("/kernel/mask/groups", test_groups);
    g_test_add_func("/kernel/mask/group-rows", test_group_rows);
    return g_test_run();
}
