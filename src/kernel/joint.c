/* Joint codes of sixty-four rows at a time, made while those before are counted: an increment waits for the
 * cache to take it, and the processor has room to do all else meanwhile, where the two stand side by side. */
#include "kernel/bytes_priv.h"
#include "kernel/cube_priv.h"
#include "lang/assert.h"
#include "lang/lang.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CX_WITHOUT_AVX512)
#include <immintrin.h>

#define WIDE        __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2")))
#define WIDE_INLINE WIDE static inline __attribute__((always_inline))

#define BLOCK       CX_KERNEL_BLOCK
#define STEP        64
#define LOW         64   /* entries of a table that one register holds */
#define FETCH       2048 /* bytes ahead */
#define FILTERS_MAX 16   /* more are left to cube.c */

/* A column from the first row of the block on, and the number of each code. */
typedef struct {
    const uint8_t *code;
    const uint8_t *table;
    unsigned n_run; /* as the plan says */
    int is_low;     /* all codes from LOW - 1 on have one number */
} Column;

typedef struct {
    Column axes[CX_CUBE_AXES_MAX];
    Column filters[FILTERS_MAX];
    size_t n_axes, n_filters;
    int is_byte; /* all axes are one run */
} Columns;

static Column
column_from(const uint8_t *code, const uint8_t *table, unsigned n_run)
{
    return (Column){ code, table, n_run,
                     memcmp(table + LOW - 1, table + LOW, CX_CUBE_CODES - LOW) == 0 };
}

static void
columns_make(Columns *columns, const CxCube *cube, const CxCubePlan *plan, size_t first)
{
    columns->n_axes = cube->n_axes;
    columns->n_filters = cube->n_filters;
    columns->is_byte = 1;
    for (size_t k = 0; k < cube->n_axes; k++) {
        columns->axes[k] = column_from(cube->axes[k].code + first, plan->table[k], plan->n_run[k]);
        columns->is_byte &= k == 0 || plan->n_run[k] == 0;
    }
    for (size_t k = 0; k < cube->n_filters; k++) {
        columns->filters[k] = column_from(cube->filters[k].code + first, cube->filters[k].keep, 0);
    }
}

/* The numbers of rows i … i + 63, of those that are live. */
WIDE_INLINE __m512i
find(const Column *column, size_t i, __mmask64 live, const int is_whole)
{
    const uint8_t *from = column->code + i;
    const uint8_t *table = column->table;
    const __m512i code = is_whole ? _mm512_loadu_si512(from) : _mm512_maskz_loadu_epi8(live, from);
    _mm_prefetch((const char *)from + FETCH, _MM_HINT_T0);
    if (column->is_low) {
        const __m512i entry = _mm512_min_epu8(code, _mm512_set1_epi8(LOW - 1));
        return _mm512_permutexvar_epi8(entry, _mm512_loadu_si512(table));
    }
    const __m512i t0 = _mm512_loadu_si512(table), t1 = _mm512_loadu_si512(table + 64);
    const __m512i t2 = _mm512_loadu_si512(table + 128), t3 = _mm512_loadu_si512(table + 192);
    const __m512i low = _mm512_permutex2var_epi8(t0, code, t1);
    const __m512i high = _mm512_permutex2var_epi8(t2, code, t3);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(code), low, high);
}

WIDE_INLINE __m512i
low_half(__m512i bytes)
{
    return _mm512_cvtepu8_epi16(_mm512_castsi512_si256(bytes));
}

WIDE_INLINE __m512i
high_half(__m512i bytes)
{
    return _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(bytes, 1));
}

/* Their joint codes, of one run. */
WIDE_INLINE __m512i
join_bytes(const Columns *columns, size_t i, __mmask64 live, const int is_whole)
{
    __m512i all = find(&columns->axes[0], i, live, is_whole);
    for (size_t k = 1; k < columns->n_axes; k++)
        all = _mm512_add_epi8(all, find(&columns->axes[k], i, live, is_whole));
    return all;
}

/* Of several: the first thirty-two in half[0], the others in half[1]. */
WIDE_INLINE void
join_words(const Columns *columns, size_t i, __mmask64 live, const int is_whole, __m512i half[2])
{
    __m512i run = find(&columns->axes[0], i, live, is_whole);
    half[0] = half[1] = _mm512_setzero_si512();
    unsigned n_run = columns->axes[0].n_run;
    for (size_t k = 1; k <= columns->n_axes; k++) {
        const int is_end = k == columns->n_axes || columns->axes[k].n_run > 0;
        if (is_end) {
            const __m512i by = _mm512_set1_epi16((short)n_run);
            half[0] = _mm512_add_epi16(_mm512_mullo_epi16(half[0], by), low_half(run));
            half[1] = _mm512_add_epi16(_mm512_mullo_epi16(half[1], by), high_half(run));
        }
        if (k == columns->n_axes)
            break;
        const __m512i here = find(&columns->axes[k], i, live, is_whole);
        run = is_end ? here : _mm512_add_epi8(run, here);
        n_run = is_end ? columns->axes[k].n_run : n_run;
    }
}

/* The joint codes of the rows the filters keep, one after another; returns how many. Writes up to 64. Not
 * inline: the loop that counts needs the registers. */
WIDE static __attribute__((noinline)) size_t
join_step(const Columns *columns, size_t i, __mmask64 live, const int is_whole, uint16_t *to)
{
    __mmask64 kept = live;
    for (size_t k = 0; k < columns->n_filters; k++) {
        const __m512i keep = find(&columns->filters[k], i, live, is_whole);
        kept = _mm512_mask_test_epi8_mask(kept, keep, keep);
    }
    if (kept == 0)
        return 0;
    const size_t n_kept = (size_t)__builtin_popcountll(kept);
    __m512i half[2];
    if (columns->is_byte) {
        __m512i all = join_bytes(columns, i, live, is_whole);
        if (columns->n_filters > 0)
            all = _mm512_maskz_compress_epi8(kept, all);
        _mm512_storeu_si512(to, low_half(all));
        _mm512_storeu_si512(to + STEP / 2, high_half(all));
        return n_kept;
    }
    join_words(columns, i, live, is_whole, half);
    size_t n_low = STEP / 2;
    if (columns->n_filters > 0) {
        half[0] = _mm512_maskz_compress_epi16((__mmask32)kept, half[0]);
        half[1] = _mm512_maskz_compress_epi16((__mmask32)(kept >> 32), half[1]);
        n_low = (size_t)__builtin_popcount((unsigned)kept);
    }
    _mm512_storeu_si512(to, half[0]);
    _mm512_storeu_si512(to + n_low, half[1]);
    return n_kept;
}

#define ALL     (~UINT64_C(0))
#define LIVE(n) ((UINT64_C(1) << (n)) - 1) /* n < 64 */

/* Some of them: how many a step leaves is not known, so all codes of the block have room. Not inline, nor is the
 * other: side by side in one function they are compiled worse. */
WIDE static __attribute__((noinline)) void
count_kept(const Columns *columns, size_t n, CxCubeNarrow *narrow)
{
    uint16_t codes[BLOCK + STEP];
    size_t n_codes = 0, n_done = 0, i = 0;
    for (; i + STEP <= n; i += STEP) {
        const size_t n_before = n_codes;
        n_codes += join_step(columns, i, ALL, 1, codes + n_codes);
        for (; n_done + STEP <= n_before; n_done += STEP)
            cx_kernel_narrow_add(narrow, codes + n_done, STEP);
    }
    if (i < n)
        n_codes += join_step(columns, i, LIVE(n - i), 0, codes + n_codes);
    cx_kernel_narrow_add(narrow, codes + n_done, n_codes - n_done);
}

/* All of them: codes of one step are counted while the next one's are made, in so little room that the first
 * cache is left to counters and columns. */
WIDE static __attribute__((noinline)) void
count_all(const Columns *columns, size_t n, CxCubeNarrow *narrow)
{
    uint16_t codes[2][STEP];
    size_t i_step = 0;
    for (; (i_step + 1) * STEP <= n; i_step++) {
        (void)join_step(columns, i_step * STEP, ALL, 1, codes[i_step % 2]);
        if (i_step > 0)
            cx_kernel_narrow_add(narrow, codes[(i_step - 1) % 2], STEP);
    }
    if (i_step > 0)
        cx_kernel_narrow_add(narrow, codes[(i_step - 1) % 2], STEP);
    const size_t n_rest = n - i_step * STEP;
    if (n_rest == 0)
        return;
    (void)join_step(columns, i_step * STEP, LIVE(n_rest), 0, codes[0]);
    cx_kernel_narrow_add(narrow, codes[0], n_rest);
}

WIDE void
cx_kernel_joint_count(const CxCube *cube, const CxCubePlan *plan, size_t first, size_t n,
                      CxCubeNarrow *narrow)
{
    cx_assert(n <= BLOCK && cube->n_filters <= FILTERS_MAX);
    Columns columns;
    columns_make(&columns, cube, plan, first);
    if (cube->n_filters > 0)
        count_kept(&columns, n, narrow);
    else
        count_all(&columns, n, narrow);
}

/* ---- Sums ---- */

/* Whether all of sixty-four values are there and small. */
WIDE_INLINE int
are_small(CxValues values)
{
    const int32_t over = CX_CUBE_VALUE_MAX;
    __m512i far = _mm512_setzero_si512();
    if (values.narrow != NULL) {
        for (size_t i = 0; i < STEP; i += 16) {
            const __m512i v = _mm512_loadu_si512(values.narrow + i);
            far = _mm512_or_si512(far, _mm512_add_epi32(v, _mm512_set1_epi32(over)));
        }
        return _mm512_test_epi32_mask(far, _mm512_set1_epi32(INT32_MIN)) == 0;
    }
    for (size_t i = 0; i < STEP; i += 8) {
        const __m512i v = _mm512_loadu_si512(values.wide + i);
        const __m512i moved = _mm512_add_epi64(v, _mm512_set1_epi64(over));
        far = _mm512_or_si512(far, moved);
    }
    return _mm512_test_epi64_mask(far, _mm512_set1_epi64(-2 * (int64_t)over)) == 0;
}

WIDE_INLINE void
fetch_values(CxValues values)
{
    const char *from =
        values.narrow != NULL ? (const char *)values.narrow : (const char *)values.wide;
    const size_t n_bytes = STEP * (values.narrow != NULL ? sizeof(int32_t) : sizeof(int64_t));
    for (size_t at = 0; at < n_bytes; at += 64)
        _mm_prefetch(from + FETCH + at, _MM_HINT_T0);
}

WIDE_INLINE void
sum_step(const CxCubeSumming *of, const uint16_t *codes, size_t row)
{
    const CxValues here = cx_kernel_values_from(of->values, row);
    fetch_values(here);
    if (are_small(here))
        cx_kernel_packed_add(of->packed, codes, here, STEP);
    else
        cx_kernel_cube_sums_add(of->sums, codes, NULL, here, STEP);
}

WIDE void
cx_kernel_joint_sum(const CxCubeSumming *of, size_t first, size_t n)
{
    cx_assert(n <= BLOCK && of->cube->n_filters == 0);
    Columns columns;
    uint16_t codes[BLOCK + STEP];
    columns_make(&columns, of->cube, of->plan, first);
    size_t i = 0;
    for (; i + STEP <= n; i += STEP) {
        join_step(&columns, i, ALL, 1, codes + i);
        if (i > 0)
            sum_step(of, codes + i - STEP, first + i - STEP);
    }
    if (i > 0)
        sum_step(of, codes + i - STEP, first + i - STEP);
    if (i < n) {
        join_step(&columns, i, LIVE(n - i), 0, codes + i);
        cx_kernel_cube_sums_add(of->sums, codes + i, NULL,
                                cx_kernel_values_from(of->values, first + i), n - i);
    }
}

int
cx_kernel_joint_can(const CxCube *cube)
{
    return cube->n_axes > 0 && cube->n_filters <= FILTERS_MAX &&
           __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi");
}
#else
int
cx_kernel_joint_can(const CxCube *cube CX_UNUSED)
{
    return 0;
}

void
cx_kernel_joint_count(const CxCube *cube CX_UNUSED, const CxCubePlan *plan CX_UNUSED,
                      size_t first CX_UNUSED, size_t n CX_UNUSED, CxCubeNarrow *narrow CX_UNUSED)
{
    cx_assert(0); /* see the header */
}

void
cx_kernel_joint_sum(const CxCubeSumming *of CX_UNUSED, size_t first CX_UNUSED, size_t n CX_UNUSED)
{
    cx_assert(0); /* see the header */
}
#endif
