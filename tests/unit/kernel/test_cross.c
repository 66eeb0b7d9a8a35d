#include <glib.h>
#include <string.h>

#include "kernel/bytes_priv.h"
#include "kernel/cross.h"
#include "kernel/pairs_priv.h"
#include "support/rounds.h"

#define N_MAX  5000
#define N_MANY 17000 /* more than the rows from which on sums of another kind are used */
#define N_LONG (4096 * 1024 + 777) /* more than 32 bits are trusted with at once */
#define P_MAX  CX_CROSS_COLUMNS_MAX

static uint8_t code[P_MAX][N_MANY];
static uint8_t value[P_MAX][256];
static uint8_t keep[N_MANY];
static CxCrossColumn columns[P_MAX];

typedef struct {
    size_t p, n;
    const uint8_t *keep;
} Case;

/* Any values, a share of them missing that may be none or nearly all. */
static Case
case_random(void)
{
    const Case drawn = { .p = (size_t)g_test_rand_int_range(0, P_MAX + 1),
                         .n = (size_t)g_test_rand_int_range(0, N_MAX + 1),
                         .keep = g_test_rand_int_range(0, 2) ? keep : NULL };
    const int percent = g_test_rand_int_range(0, 4) * 5;
    for (size_t k = 0; k < drawn.p; k++) {
        columns[k] = (CxCrossColumn){ code[k], value[k] };
        for (size_t c = 0; c < 256; c++) {
            const int is_missing = g_test_rand_int_range(0, 100) < percent;
            value[k][c] = (uint8_t)(is_missing ? CX_CROSS_NO_VALUE
                                               : g_test_rand_int_range(0, CX_CROSS_VALUE_MAX + 1));
        }
        for (size_t i = 0; i < drawn.n; i++)
            code[k][i] = (uint8_t)g_test_rand_int_range(0, 256);
    }
    for (size_t i = 0; i < drawn.n; i++)
        keep[i] = (uint8_t)g_test_rand_int_range(0, 2);
    return drawn;
}

/* Answers of scales, a few columns of each: 1 to 5, 0 to 10, and one that is always the best. */
static Case
case_scales(void)
{
    static const int tops[] = { 5, 10, CX_CROSS_VALUE_MAX };
    const Case drawn = { .p = (size_t)g_test_rand_int_range(1, 20), .n = N_MAX };
    for (size_t k = 0; k < drawn.p; k++) {
        const int top = tops[k % 3];
        columns[k] = (CxCrossColumn){ code[k], value[k] };
        for (int c = 0; c < 256; c++)
            value[k][c] = c <= top ? (uint8_t)c : CX_CROSS_NO_VALUE;
        for (size_t i = 0; i < drawn.n; i++)
            code[k][i] = (uint8_t)(k == 0 ? top : g_test_rand_int_range(0, top + 2));
    }
    return drawn;
}

static Case
case_many(void)
{
    Case drawn = case_scales();
    drawn.p = MIN(drawn.p, 6);
    drawn.n = N_MANY;
    drawn.keep = keep;
    for (size_t i = 0; i < drawn.n; i++) {
        keep[i] = (uint8_t)g_test_rand_int_range(0, 2);
        for (size_t k = 0; k < drawn.p; k++)
            code[k][i] = (uint8_t)g_test_rand_int_range(0, 12);
    }
    return drawn;
}

/* As many columns as there can be, or nearly. */
static Case
case_wide(size_t p)
{
    Case drawn = { .p = p, .n = 700 };
    for (size_t k = 0; k < p; k++) {
        columns[k] = (CxCrossColumn){ code[k], value[k] };
        for (int c = 0; c < 256; c++)
            value[k][c] = c <= 10 ? (uint8_t)c : CX_CROSS_NO_VALUE;
        for (size_t i = 0; i < drawn.n; i++)
            code[k][i] = (uint8_t)g_test_rand_int_range(0, 12);
    }
    return drawn;
}

static int
has_all(const Case *of, size_t i)
{
    int n_missing = of->keep != NULL && !of->keep[i];
    for (size_t k = 0; k < of->p; k++)
        n_missing += value[k][code[k][i]] == CX_CROSS_NO_VALUE;
    return n_missing == 0;
}

/* The naive twins: a pair and a row at a time. */
static CxCrossPair
pair_plainly(const Case *of, size_t i, size_t j, const uint8_t *counted)
{
    CxCrossPair sum = { 0 };
    for (size_t r = 0; r < of->n; r++) {
        const int64_t x = value[i][code[i][r]];
        const int64_t y = value[j][code[j][r]];
        if (!counted[r] || x == CX_CROSS_NO_VALUE || y == CX_CROSS_NO_VALUE)
            continue;
        sum.n++;
        sum.x += x;
        sum.y += y;
        sum.xx += x * x;
        sum.xy += x * y;
        sum.yy += y * y;
    }
    return sum;
}

static void
assert_pairs(const Case *of, const CxCrossPair *have, const uint8_t *counted)
{
    for (size_t at = 0; at < of->p * of->p; at++) {
        const CxCrossPair want = pair_plainly(of, at / of->p, at % of->p, counted);
        g_assert_cmpint(memcmp(&have[at], &want, sizeof want), ==, 0);
    }
}

typedef void (*Cross)(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                      CxCrossPair *restrict pair);

static void
check_cross(const Case *of, Cross cross, const uint8_t *counted)
{
    g_autofree CxCrossPair *pair = g_new0(CxCrossPair, of->p * of->p + 1);
    cross(columns, of->p, of->keep, of->n, pair);
    assert_pairs(of, pair, counted);
}

static void
check_case(Case of)
{
    static uint8_t counted[N_MANY];
    for (size_t i = 0; i < of.n; i++)
        counted[i] = of.keep == NULL || of.keep[i];
    check_cross(&of, cx_kernel_cross_pairwise, counted);
    check_cross(&of, cx_kernel_cross_pairwise_plain, counted);
    if (cx_kernel_pairs_can())
        check_cross(&of, cx_kernel_pairs_add, counted);
    if (cx_kernel_pairs_can_narrow())
        check_cross(&of, cx_kernel_pairs_add_narrow, counted);

    for (size_t i = 0; i < of.n; i++)
        counted[i] = (uint8_t)has_all(&of, i);
    check_cross(&of, cx_kernel_cross_listwise, counted);
    check_cross(&of, cx_kernel_cross_listwise_plain, counted);
    if (of.p > 0 && cx_kernel_pairs_can())
        check_cross(&of, cx_kernel_complete_add, counted);
    if (of.p > 0 && cx_kernel_pairs_can_narrow())
        check_cross(&of, cx_kernel_complete_add_narrow, counted);
}

static void
test_as_row_by_row(void)
{
    for (int round = 0; round < cx_test_rounds(12); round++)
        check_case(round % 3 == 0 ? case_scales() : case_random());
    check_case(case_many());
    for (size_t p = P_MAX - 2; p <= P_MAX; p++)
        check_case(case_wide(p));
}

/* More rows than are added up in 32 bits, all of them of the largest value: sums are known. */
static void
check_long(Cross cross, const uint8_t *best)
{
    const CxCrossColumn two[] = { { best, value[0] }, { best, value[0] } };
    CxCrossPair pair[4] = { 0 };
    cross(two, G_N_ELEMENTS(two), NULL, N_LONG, pair);
    const int64_t x = (int64_t)N_LONG * CX_CROSS_VALUE_MAX;
    const CxCrossPair want = { .n = N_LONG,
                               .x = x,
                               .y = x,
                               .xx = x * CX_CROSS_VALUE_MAX,
                               .xy = x * CX_CROSS_VALUE_MAX,
                               .yy = x * CX_CROSS_VALUE_MAX };
    for (size_t k = 0; k < G_N_ELEMENTS(pair); k++)
        g_assert_cmpmem(&pair[k], sizeof pair[k], &want, sizeof want);
}

static void
test_many_rows(void)
{
    g_autofree uint8_t *best = g_malloc(N_LONG);
    memset(best, CX_CROSS_VALUE_MAX, N_LONG);
    for (int c = 0; c < 256; c++)
        value[0][c] = (uint8_t)MIN(c, CX_CROSS_VALUE_MAX);
    check_long(cx_kernel_cross_pairwise, best);
    check_long(cx_kernel_cross_pairwise_plain, best);
    check_long(cx_kernel_cross_listwise, best);
    check_long(cx_kernel_cross_listwise_plain, best);
    if (cx_kernel_pairs_can_narrow()) {
        check_long(cx_kernel_pairs_add_narrow, best);
        check_long(cx_kernel_complete_add_narrow, best);
    }
}

static int32_t
dot_plainly(const uint8_t *a, const uint8_t *b, size_t n)
{
    int32_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static uint8_t tile_a[CX_KERNEL_TILE * CX_KERNEL_TILE_BYTES];
static uint8_t tile_b[CX_KERNEL_TILE * CX_KERNEL_TILE_BYTES];

static void
check_products(const int32_t *out, size_t n)
{
    for (size_t k = 0; k < CX_KERNEL_TILE * CX_KERNEL_TILE; k++) {
        const uint8_t *a = tile_a + k / CX_KERNEL_TILE * CX_KERNEL_TILE_BYTES;
        const uint8_t *b = tile_b + k % CX_KERNEL_TILE * CX_KERNEL_TILE_BYTES;
        g_assert_cmpint(out[k], ==, dot_plainly(a, b, n));
    }
}

/* The steps of both kinds of processor, at the largest values there can be and others. */
static void
test_tiles(void)
{
    for (int round = 0; round < cx_test_rounds(100); round++) {
        const size_t n = (size_t)g_test_rand_int_range(0, 17) * 64;
        const int top = round % 2 ? 15 : 1;
        for (size_t i = 0; i < sizeof tile_a; i++) {
            const int is_top = round < 2;
            tile_a[i] = (uint8_t)(is_top ? 225 / top : g_test_rand_int_range(0, 225 / top));
            tile_b[i] = (uint8_t)(is_top ? top : g_test_rand_int_range(0, top + 1));
        }
        int32_t out[2][CX_KERNEL_TILE * CX_KERNEL_TILE] = { 0 };
        const CxBytesTile tile = { tile_a, tile_b, CX_KERNEL_TILE_BYTES, n };
        cx_kernel_bytes_dot(tile, out[0], CX_KERNEL_TILE);
        cx_kernel_bytes_dot_plain(tile, out[1], CX_KERNEL_TILE);
        check_products(out[0], n);
        check_products(out[1], n);
    }
}

/* Bytes were their place, and stay in order. */
static void
check_moved(const uint8_t *moved, size_t n_kept, const Case *of)
{
    size_t k = 0;
    for (size_t i = 0; i < of->n; i++) {
        if (keep[i])
            g_assert_cmpint(moved[k++], ==, (uint8_t)i);
    }
    g_assert_cmpuint(k, ==, n_kept);
}

static void
test_bytes_moved(void)
{
    static uint8_t wide[N_MAX], plain[N_MAX];
    for (int round = 0; round < cx_test_rounds(100); round++) {
        const Case of = case_random();
        for (size_t i = 0; i < of.n; i++)
            wide[i] = plain[i] = (uint8_t)i;
        check_moved(wide, cx_kernel_bytes_compress_bytes(wide, keep, of.n), &of);
        check_moved(plain, cx_kernel_bytes_compress_bytes_plain(plain, keep, of.n), &of);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cross/as_row_by_row", test_as_row_by_row);
    g_test_add_func("/cross/many_rows", test_many_rows);
    g_test_add_func("/cross/tiles", test_tiles);
    g_test_add_func("/cross/bytes_moved", test_bytes_moved);
    return g_test_run();
}
