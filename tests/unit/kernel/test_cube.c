#include <glib.h>
#include <string.h>

#include "kernel/bytes_priv.h"
#include "kernel/cube.h"
#include "kernel/cube_priv.h"
#include "support/rounds.h"

#define N_MAX     10000
#define N_COLUMNS 8
#define N_AXES    5 /* the other columns are for filters */

static uint8_t code[N_COLUMNS][N_MAX];
static uint8_t tables[N_COLUMNS][CX_CUBE_CODES];
static int64_t value[N_MAX];
static int32_t narrow[N_MAX];
static CxCubeAxis axes[N_COLUMNS];
static CxCubeFilter filters[N_COLUMNS];

/* The three shapes of table that kernels know: few entries, codes as they are, anything. */
static void
table_fill(uint8_t *table, unsigned n_classes)
{
    const int shape = g_test_rand_int_range(0, 3);
    for (unsigned c = 0; c < CX_CUBE_CODES; c++) {
        const unsigned any = (unsigned)g_test_rand_int_range(0, (int)n_classes);
        if (shape == 0)
            table[c] = (uint8_t)(c < 15 ? any : n_classes - 1);
        else if (shape == 1)
            table[c] = (uint8_t)MIN(c, n_classes - 1);
        else
            table[c] = (uint8_t)any;
    }
}

/* Small cubes and large ones, n_axes of the columns; the rest may be filters. */
static CxCube
cube_random(void)
{
    CxCube cube = { .axes = axes,
                    .n_axes = (size_t)g_test_rand_int_range(0, N_AXES + 1),
                    .filters = filters,
                    .n_filters = (size_t)g_test_rand_int_range(0, N_COLUMNS - N_AXES + 1),
                    .n = (size_t)g_test_rand_int_range(0, N_MAX + 1) };
    static const unsigned most[N_AXES] = { 60, 41, 6, 4, 1 };
    for (size_t k = 0; k < N_COLUMNS; k++) {
        for (size_t i = 0; i < cube.n; i++)
            code[k][i] = (uint8_t)(g_test_rand_int_range(0, 20) * g_test_rand_int_range(0, 14));
    }
    for (size_t k = 0; k < cube.n_axes; k++) {
        axes[k] = (CxCubeAxis){ code[k], tables[k],
                                (unsigned)g_test_rand_int_range(1, (int)most[k] + 1) };
        table_fill(tables[k], axes[k].n_classes);
    }
    for (size_t k = 0; k < cube.n_filters; k++) {
        filters[k] = (CxCubeFilter){ code[N_AXES + k], tables[N_AXES + k] };
        table_fill(tables[N_AXES + k], 2);
    }
    return cube;
}

static void
values_random(size_t n)
{
    const int shape = g_test_rand_int_range(0, 3);
    for (size_t i = 0; i < n; i++) {
        value[i] = g_test_rand_int_range(-100000, 100000);
        if (shape == 1 && g_test_rand_int_range(0, 10) == 0)
            value[i] = CX_VALUES_NONE;
        if (shape == 2)
            value[i] *= INT64_C(1) << 33;
    }
}

static void
cells_clear(CxCubeSums *cells)
{
    g_free(cells->count);
    g_free(cells->n_valued);
    g_free(cells->sum);
}
typedef CxCubeSums Cells;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cells, cells_clear)

static Cells
cells_new(size_t n)
{
    return (Cells){ g_new0(int64_t, n), g_new0(int64_t, n), g_new0(int64_t, n) };
}

static void
assert_equal(const int64_t *have, const int64_t *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        g_assert_cmpint(have[i], ==, want[i]);
}

/* The naive twin: a row at a time. */
static void
tally_plainly(const CxCube *cube, Cells *cells)
{
    for (size_t i = 0; i < cube->n; i++) {
        size_t cell = 0;
        for (size_t k = 0; k < cube->n_axes; k++)
            cell = cell * cube->axes[k].n_classes + cube->axes[k].classes[cube->axes[k].code[i]];
        int is_kept = 1;
        for (size_t k = 0; k < cube->n_filters; k++)
            is_kept &= cube->filters[k].keep[cube->filters[k].code[i]];
        if (!is_kept)
            continue;
        cells->count[cell]++;
        cells->n_valued[cell] += value[i] != CX_VALUES_NONE;
        cells->sum[cell] += value[i] != CX_VALUES_NONE ? value[i] : 0;
    }
}

/* The same values in four bytes each; 0 where they do not fit. */
static int
values_narrow(size_t n)
{
    int is_narrow = 1;
    for (size_t i = 0; i < n; i++) {
        is_narrow = is_narrow && cx_values_is_narrow(value[i]);
        narrow[i] = value[i] == CX_VALUES_NONE ? INT32_MIN : (int32_t)value[i];
    }
    return is_narrow;
}

/* On this processor, and as on one without AVX-512. */
static void
check_counts(const CxCube *cube, const int64_t *want)
{
    const size_t n_cells = cx_kernel_cube_cells(cube);
    g_autofree int64_t *here = g_new0(int64_t, n_cells);
    g_autofree int64_t *plain = g_new0(int64_t, n_cells);
    cx_kernel_cube_count(cube, here);
    assert_equal(here, want, n_cells);
    cx_kernel_cube_count_plain(cube, plain);
    assert_equal(plain, want, n_cells);
}

static void
check_sums(const CxCube *cube, CxValues values, const Cells *want)
{
    const size_t n_cells = cx_kernel_cube_cells(cube);
    for (int is_plain = 0; is_plain <= 1; is_plain++) {
        g_auto(Cells) have = cells_new(n_cells);
        (is_plain ? cx_kernel_cube_sum_plain : cx_kernel_cube_sum)(cube, values, have);
        assert_equal(have.count, want->count, n_cells);
        assert_equal(have.n_valued, want->n_valued, n_cells);
        assert_equal(have.sum, want->sum, n_cells);
    }
}

static void
check_row_by_row(void)
{
    const CxCube cube = cube_random();
    const size_t n_cells = cx_kernel_cube_cells(&cube);
    values_random(cube.n);
    g_auto(Cells) want = cells_new(n_cells);
    tally_plainly(&cube, &want);
    check_counts(&cube, want.count);
    check_sums(&cube, (CxValues){ .wide = value }, &want);
    if (values_narrow(cube.n))
        check_sums(&cube, (CxValues){ .narrow = narrow }, &want);
}

static void
test_as_row_by_row(void)
{
    for (int round = 0; round < cx_test_rounds(60); round++)
        check_row_by_row();
}

static void
columns_move(const CxCube *cube, size_t by)
{
    for (size_t k = 0; k < cube->n_axes; k++)
        axes[k].code += by;
    for (size_t k = 0; k < cube->n_filters; k++)
        filters[k].code += by;
}

/* Cut anywhere, the parts add up. */
static void
test_cut_anywhere(void)
{
    for (int round = 0; round < cx_test_rounds(40); round++) {
        CxCube cube = cube_random();
        const size_t n = cube.n;
        const size_t n_cells = cx_kernel_cube_cells(&cube);
        const size_t cut = (size_t)g_test_rand_int_range(0, (int)n + 1);
        g_auto(Cells) whole = cells_new(n_cells);
        g_auto(Cells) parts = cells_new(n_cells);
        cx_kernel_cube_count(&cube, whole.count);
        cube.n = cut;
        cx_kernel_cube_count(&cube, parts.count);
        cube.n = n - cut;
        columns_move(&cube, cut);
        cx_kernel_cube_count(&cube, parts.count);
        assert_equal(parts.count, whole.count, n_cells);
    }
}

/* The largest amounts, of either sign, that are added up beside their count, and more of them than it counts. */
static void
check_sums_of_many(const CxCube *cube, size_t n_cells)
{
    const int64_t most = (INT64_C(1) << 30) - 1;
    for (int64_t sign = -1; sign <= 1; sign += 2) {
        g_autofree int64_t *amounts = g_new(int64_t, cube->n);
        g_autofree int32_t *small = g_new(int32_t, cube->n);
        g_auto(Cells) want = cells_new(n_cells);
        for (size_t i = 0; i < cube->n; i++) {
            amounts[i] = sign * most;
            small[i] = (int32_t)amounts[i];
        }
        want.count[3] = want.n_valued[3] = (int64_t)cube->n;
        want.sum[3] = sign * most * (int64_t)cube->n;
        check_sums(cube, (CxValues){ .wide = amounts }, &want);
        check_sums(cube, (CxValues){ .narrow = small }, &want);
    }
}

/* More rows of one cell than a narrow counter holds, with lanes and in a cube too large for them. */
static void
test_more_than_narrow(void)
{
    enum { N_ROWS = 300000, N_CLASSES = 100 };
    g_autofree uint8_t *same = g_malloc(N_ROWS);
    uint8_t table[CX_CUBE_CODES];
    memset(same, 3, N_ROWS);
    for (int c = 0; c < CX_CUBE_CODES; c++)
        table[c] = (uint8_t)MIN(c, N_CLASSES - 1);
    const CxCubeAxis both[] = { { same, table, N_CLASSES }, { same, table, N_CLASSES } };
    for (size_t n_axes = 1; n_axes <= 2; n_axes++) {
        const CxCube cube = { .axes = both, .n_axes = n_axes, .n = N_ROWS };
        g_auto(Cells) cells = cells_new(cx_kernel_cube_cells(&cube));
        cells.count[n_axes == 1 ? 3 : 3 * N_CLASSES + 3] = N_ROWS;
        check_counts(&cube, cells.count);
    }
    check_sums_of_many(&(CxCube){ .axes = both, .n_axes = 1, .n = N_ROWS }, N_CLASSES);
}

static void
check_look_up(const uint8_t *classes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        g_assert_cmpint(classes[i], ==, tables[0][code[0][i]]);
}

/* Codes were a multiple of their place, and stay in order. */
static void
check_compressed(const uint16_t *joint, size_t n_kept, const uint8_t *keep, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (keep[i])
            g_assert_cmpuint(joint[k++], ==, (uint16_t)(i * 7));
    }
    g_assert_cmpuint(k, ==, n_kept);
}

/* The steps of both kinds of processor, wherever a block ends. */
static void
test_steps(void)
{
    static uint16_t joint[2][CX_KERNEL_BLOCK + 64];
    static uint8_t classes[2][CX_KERNEL_BLOCK];
    for (int round = 0; round < cx_test_rounds(100); round++) {
        (void)cube_random();
        const size_t n = (size_t)g_test_rand_int_range(0, CX_KERNEL_BLOCK + 1);
        table_fill(tables[0], 2);
        cx_kernel_bytes_look_up(classes[0], code[0], n, tables[0]);
        cx_kernel_bytes_look_up_plain(classes[1], code[0], n, tables[0]);
        check_look_up(classes[0], n);
        check_look_up(classes[1], n);
        for (size_t i = 0; i < n; i++)
            joint[0][i] = joint[1][i] = (uint16_t)(i * 7);
        check_compressed(joint[0], cx_kernel_bytes_compress(joint[0], classes[0], n), classes[0],
                         n);
        check_compressed(joint[1], cx_kernel_bytes_compress_plain(joint[1], classes[0], n),
                         classes[0], n);
    }
}

/* Numbers of several columns added up, by both kinds of processor. */
static void
test_sums_of_steps(void)
{
    static uint8_t sum[2][CX_KERNEL_BLOCK];
    for (int round = 0; round < cx_test_rounds(60); round++) {
        CxBytesAxis summed[CX_KERNEL_SUMMED_MAX];
        const CxCube cube = cube_random();
        const size_t n = MIN(cube.n, (size_t)CX_KERNEL_BLOCK);
        const size_t n_axes = (size_t)g_test_rand_int_range(1, N_COLUMNS + 1);
        for (size_t k = 0; k < n_axes; k++) {
            table_fill(tables[k], (unsigned)g_test_rand_int_range(1, CX_CUBE_CODES / N_COLUMNS));
            summed[k] = (CxBytesAxis){ code[k], tables[k] };
        }
        cx_kernel_bytes_look_up_sum(sum[0], summed, n_axes, n);
        cx_kernel_bytes_look_up_sum_plain(sum[1], summed, n_axes, n);
        for (size_t i = 0; i < n; i++) {
            unsigned want = 0;
            for (size_t k = 0; k < n_axes; k++)
                want += tables[k][code[k][i]];
            g_assert_cmpuint(sum[0][i], ==, want);
            g_assert_cmpuint(sum[1][i], ==, want);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cube/as_row_by_row", test_as_row_by_row);
    g_test_add_func("/cube/cut_anywhere", test_cut_anywhere);
    g_test_add_func("/cube/more_than_narrow", test_more_than_narrow);
    g_test_add_func("/cube/steps", test_steps);
    g_test_add_func("/cube/sums_of_steps", test_sums_of_steps);
    return g_test_run();
}
