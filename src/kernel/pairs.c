#include <string.h>

#include "kernel/pairs_priv.h"
#include "lang/assert.h"
#include "lang/lang.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CX_WITHOUT_AVX512)
#include <immintrin.h>

#define WIDE                                                                                       \
    __attribute__((                                                                                \
        target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vnni,avx512vpopcntdq")))
/* Sizes of tiles are constants where these are called: each size has code of its own. */
#define WIDE_INLINE WIDE static inline __attribute__((always_inline))

#define P_MAX      CX_CROSS_COLUMNS_MAX
#define STEP       64 /* rows of a step: a register of bytes, a mask */
#define STEPS      16 /* of a block; so many values of CX_CROSS_VALUE_MAX fit a byte */
#define BLOCK      (STEPS * STEP)
#define TILE       CX_PAIRS_TILE
#define MASKS      7                      /* there are no more registers of masks */
#define CHUNK_ROWS ((size_t)BLOCK * 4096) /* sums of so many rows fit 32 bits */

/* Rows of bytes: the values, then what squares are made of, then zeros up to a whole tile; 0 where there is
 * none. A step longer than the block: rows do not meet in the same places of the cache. */
typedef struct {
    _Alignas(64) uint8_t bytes[2 * P_MAX + TILE][BLOCK + STEP];
    uint64_t has[P_MAX][STEPS];
    size_t p;
    size_t n_steps;
    const uint8_t *next[P_MAX]; /* of each column the codes behind this block's */
} Block;

/* ---- Values ---- */

WIDE_INLINE __m512i
look_up(const CxPairsTable *table, __m512i code)
{
    const __m512i none = _mm512_set1_epi8((char)CX_CROSS_NO_VALUE);
    const __m512i t0 = _mm512_loadu_si512(table->value);
    if (table->is_low) {
        const __mmask64 is_low = _mm512_cmplt_epu8_mask(code, _mm512_set1_epi8(64));
        return _mm512_mask_permutexvar_epi8(none, is_low, code, t0);
    }
    const __m512i t1 = _mm512_loadu_si512(table->value + 64);
    const __m512i t2 = _mm512_loadu_si512(table->value + 128);
    const __m512i t3 = _mm512_loadu_si512(table->value + 192);
    const __m512i low = _mm512_permutex2var_epi8(t0, code, t1);
    const __m512i high = _mm512_permutex2var_epi8(t2, code, t3);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(code), low, high);
}

/* One column's rows from `code` on, n of them. */
WIDE static void
read_column(Block *block, const CxPairsTable *table, size_t k, const uint8_t *code,
            const uint8_t *keep, size_t n)
{
    const __m512i halves = _mm512_loadu_si512(table->half);
    uint8_t *x = block->bytes[k], *q = block->bytes[block->p + k];
    block->next[k] = code + BLOCK;
    for (size_t s = 0; s < block->n_steps; s++) {
        const size_t at = s * STEP;
        const __mmask64 live = n - at < STEP ? (UINT64_C(1) << (n - at)) - 1 : ~UINT64_C(0);
        const __m512i v = look_up(table, _mm512_maskz_loadu_epi8(live, code + at));
        __mmask64 has =
            _mm512_mask_cmpneq_epu8_mask(live, v, _mm512_set1_epi8((char)CX_CROSS_NO_VALUE));
        if (keep != NULL) {
            const __m512i kept = _mm512_maskz_loadu_epi8(live, keep + at);
            has = _mm512_mask_test_epi8_mask(has, kept, kept);
        }
        _mm512_store_si512(x + at, _mm512_maskz_mov_epi8(has, v));
        _mm512_store_si512(q + at, _mm512_maskz_permutexvar_epi8(has, v, halves));
        block->has[k][s] = has;
    }
}

/* ---- Sums under masks ---- */

/* As _mm512_mask_add_epi8, of which GCC makes copies that take registers. */
WIDE_INLINE void
add_under(__m512i *sum, __mmask64 has, __m512i x)
{
    __asm__("vpaddb %2, %0, %0%{%1%}" : "+v"(*sum) : "Yk"(has), "v"(x));
}

/* Four rows of bytes by w masks. A sum is a byte in each of 64 places, for `room` steps at most; then
 * they are added to wide ones. */
WIDE_INLINE void
mask_tile(const Block *block, CxPairsSums *sums, size_t i, size_t j, const size_t w, size_t room)
{
    const __m512i ones = _mm512_set1_epi8(1);
    for (size_t s = 0; s < block->n_steps;) {
        const size_t end = block->n_steps - s < room ? block->n_steps : s + room;
        __m512i sum[TILE][MASKS];
        for (size_t r = 0; r < TILE; r++) {
            for (size_t c = 0; c < w; c++)
                sum[r][c] = _mm512_setzero_si512();
        }
        for (; s < end; s++) {
            __mmask64 has[MASKS];
            for (size_t c = 0; c < w; c++)
                has[c] = block->has[j + c][s];
            for (size_t r = 0; r < TILE; r++) {
                const __m512i x = _mm512_load_si512(block->bytes[i + r] + s * STEP);
                for (size_t c = 0; c < w; c++)
                    add_under(&sum[r][c], has[c], x);
            }
        }
        for (size_t r = 0; r < TILE; r++) {
            for (size_t c = 0; c < w; c++) {
                int32_t *to = sums->masked[i + r][j + c];
                _mm512_store_si512(to, _mm512_dpbusd_epi32(_mm512_load_si512(to), sum[r][c], ones));
            }
        }
    }
}

WIDE static void
mask_some(const Block *block, CxPairsSums *sums, size_t i, size_t j, size_t w, size_t room)
{
    switch (w) {
    case 1:
        mask_tile(block, sums, i, j, 1, room);
        break;
    case 2:
        mask_tile(block, sums, i, j, 2, room);
        break;
    case 3:
        mask_tile(block, sums, i, j, 3, room);
        break;
    case 4:
        mask_tile(block, sums, i, j, 4, room);
        break;
    case 5:
        mask_tile(block, sums, i, j, 5, room);
        break;
    case 6:
        mask_tile(block, sums, i, j, 6, room);
        break;
    default:
        mask_tile(block, sums, i, j, MASKS, room);
        break;
    }
}

/* Reads ahead one of n_parts of the next block: all at once would wait for memory. Inline: a function that
 * does nothing else is taken for one without effect, and is not called. */
WIDE_INLINE void
fetch_part(const Block *block, size_t i_part, size_t n_parts)
{
    const size_t n_lines = block->p * STEPS;
    const size_t end = (i_part + 1) * n_lines / n_parts;
    for (size_t k = i_part * n_lines / n_parts; k < end; k++) {
        const uint8_t *line = block->next[k / STEPS] + k % STEPS * STEP;
        _mm_prefetch((const char *)line, _MM_HINT_T0);
    }
}

WIDE static void
mask_all(const Block *block, const CxPairsTable *tables, CxPairsSums *sums)
{
    const size_t p = block->p;
    const size_t n_tiles = (2 * p + TILE - 1) / TILE;
    const size_t n_parts = (p + MASKS - 1) / MASKS;
    for (size_t t = 0; t < n_tiles; t++) {
        const size_t room = cx_kernel_pairs_room(tables, p, t * TILE);
        for (size_t part = 0; part < n_parts; part++) {
            const size_t j = part * p / n_parts;
            fetch_part(block, t * n_parts + part, n_tiles * n_parts);
            mask_some(block, sums, t * TILE, j, (part + 1) * p / n_parts - j, room);
        }
    }
}

/* ---- Products, counts ---- */

WIDE_INLINE void
product_tile(const Block *block, CxPairsSums *sums, size_t i, size_t j, const size_t h,
             const size_t w)
{
    __m512i sum[TILE][TILE];
    for (size_t r = 0; r < h; r++) {
        for (size_t c = 0; c < w; c++)
            sum[r][c] = _mm512_load_si512(sums->product[i + r][j + c]);
    }
    for (size_t at = 0; at < block->n_steps * STEP; at += STEP) {
        __m512i b[TILE];
        for (size_t c = 0; c < w; c++)
            b[c] = _mm512_load_si512(block->bytes[j + c] + at);
        for (size_t r = 0; r < h; r++) {
            const __m512i a = _mm512_load_si512(block->bytes[i + r] + at);
            for (size_t c = 0; c < w; c++)
                sum[r][c] = _mm512_dpbusd_epi32(sum[r][c], a, b[c]);
        }
    }
    for (size_t r = 0; r < h; r++) {
        for (size_t c = 0; c < w; c++)
            _mm512_store_si512(sums->product[i + r][j + c], sum[r][c]);
    }
}

/* The columns from j on, fewer than a tile, with rows i … i + h - 1. */
WIDE static void
product_rest(const Block *block, CxPairsSums *sums, size_t i, size_t j, size_t h)
{
    switch (block->p - j + (h == TILE ? TILE : 0)) {
    case 1:
        product_tile(block, sums, i, j, 1, 1);
        break;
    case 2:
        product_tile(block, sums, i, j, 2, 2);
        break;
    case 3:
        product_tile(block, sums, i, j, 3, 3);
        break;
    case TILE + 1:
        product_tile(block, sums, i, j, TILE, 1);
        break;
    case TILE + 2:
        product_tile(block, sums, i, j, TILE, 2);
        break;
    default:
        product_tile(block, sums, i, j, TILE, 3);
        break;
    }
}

/* A tile's columns with each other, once each. */
WIDE static void
product_own(const Block *block, CxPairsSums *sums, size_t i)
{
    __m512i sum[TILE][TILE];
    for (size_t r = 0; r < TILE; r++) {
        for (size_t c = r + 1; c < TILE; c++)
            sum[r][c] = _mm512_load_si512(sums->product[i + r][i + c]);
    }
    for (size_t at = 0; at < block->n_steps * STEP; at += STEP) {
        __m512i b[TILE];
        for (size_t c = 0; c < TILE; c++)
            b[c] = _mm512_load_si512(block->bytes[i + c] + at);
        for (size_t r = 0; r < TILE; r++) {
            for (size_t c = r + 1; c < TILE; c++)
                sum[r][c] = _mm512_dpbusd_epi32(sum[r][c], b[r], b[c]);
        }
    }
    for (size_t r = 0; r < TILE; r++) {
        for (size_t c = r + 1; c < TILE; c++)
            _mm512_store_si512(sums->product[i + r][i + c], sum[r][c]);
    }
}

typedef enum {
    PAIRS, /* i < j: columns with themselves are known by then, but for those of the last tile */
    PAIRS_AND_SQUARES /* i <= j */
} Wanted;

WIDE static void
product_all(const Block *block, CxPairsSums *sums, Wanted wanted)
{
    const size_t p_tiles = block->p / TILE * TILE;
    for (size_t i = 0; i < p_tiles; i += TILE) {
        if (wanted == PAIRS)
            product_own(block, sums, i);
        else
            product_tile(block, sums, i, i, TILE, TILE);
        for (size_t j = i + TILE; j < p_tiles; j += TILE)
            product_tile(block, sums, i, j, TILE, TILE);
        if (p_tiles < block->p)
            product_rest(block, sums, i, p_tiles, TILE);
    }
    if (p_tiles < block->p)
        product_rest(block, sums, p_tiles, p_tiles, block->p - p_tiles);
}

WIDE static void
count_all(const Block *block, CxPairsSums *sums)
{
    for (size_t i = 0; i < block->p; i++) {
        const __m512i a0 = _mm512_loadu_si512(block->has[i]);
        const __m512i a1 = _mm512_loadu_si512(block->has[i] + 8);
        for (size_t j = i; j < block->p; j++) {
            const __m512i b0 = _mm512_loadu_si512(block->has[j]);
            const __m512i b1 = _mm512_loadu_si512(block->has[j] + 8);
            const __m512i n0 = _mm512_popcnt_epi64(_mm512_and_si512(a0, b0));
            const __m512i n1 = _mm512_popcnt_epi64(_mm512_and_si512(a1, b1));
            const __m512i n = _mm512_add_epi64(n0, n1);
            int64_t *to = sums->both[i][j];
            _mm512_store_si512(to, _mm512_add_epi64(_mm512_load_si512(to), n));
        }
    }
}

/* ---- All of it ---- */

static void
add_block(Block *block, const CxPairsTable *tables, CxPairsSums *sums)
{
    mask_all(block, tables, sums);
    product_all(block, sums, PAIRS);
    count_all(block, sums);
}

void
cx_kernel_pairs_add(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                    CxCrossPair *restrict pair)
{
    cx_assert(p <= P_MAX);
    CxPairsTable tables[P_MAX];
    Block block;
    block.p = p;
    memset(block.has, 0, sizeof block.has);
    memset(block.bytes[2 * p], 0, sizeof block.bytes[0] * TILE);
    for (size_t k = 0; k < p; k++)
        cx_kernel_pairs_table(&tables[k], columns[k].value);
    for (size_t chunk = 0; chunk < n; chunk += CHUNK_ROWS) {
        const size_t end = n - chunk < CHUNK_ROWS ? n : chunk + CHUNK_ROWS;
        CxPairsSums sums;
        memset(&sums, 0, sizeof sums);
        for (size_t first = chunk; first < end; first += BLOCK) {
            const size_t n_rows = end - first < BLOCK ? end - first : BLOCK;
            block.n_steps = (n_rows + STEP - 1) / STEP;
            if (n_rows < BLOCK)
                memset(block.has, 0, sizeof block.has);
            for (size_t k = 0; k < p; k++) {
                read_column(&block, &tables[k], k, columns[k].code + first,
                            keep != NULL ? keep + first : NULL, n_rows);
            }
            add_block(&block, tables, &sums);
        }
        cx_kernel_pairs_end(&sums, tables, p, pair);
    }
}

/* ---- Complete rows ---- */

/* Which of 64 rows have every value; live are those there are. */
WIDE_INLINE __mmask64
find_complete(const CxCrossColumn *columns, const CxPairsTable *tables, size_t p, size_t at,
              __mmask64 live)
{
    const __m512i none = _mm512_set1_epi8((char)CX_CROSS_NO_VALUE);
    __mmask64 has = live;
    for (size_t k = 0; k < p; k++) {
        const uint8_t *code = columns[k].code + at;
        _mm_prefetch((const char *)(code + BLOCK), _MM_HINT_T0);
        const __m512i v = look_up(&tables[k], _mm512_maskz_loadu_epi8(live, code));
        has = _mm512_mask_cmpneq_epu8_mask(has, v, none);
    }
    return has;
}

/* Their values behind the n_full rows of the block; returns how many it has then. */
WIDE_INLINE size_t
append_complete(Block *block, const CxCrossColumn *columns, const CxPairsTable *tables, size_t at,
                __mmask64 has, size_t n_full)
{
    for (size_t k = 0; k < block->p; k++) {
        const __m512i code = _mm512_maskz_loadu_epi8(has, columns[k].code + at);
        const __m512i v = look_up(&tables[k], _mm512_maskz_compress_epi8(has, code));
        _mm512_storeu_si512(block->bytes[k] + n_full, v);
    }
    return n_full + (size_t)__builtin_popcountll(has);
}

/* Adds the first n_rows of the block, all of them complete. */
WIDE static void
add_complete(Block *block, CxPairsSums *sums, size_t n_rows)
{
    const __m512i ones = _mm512_set1_epi8(1);
    block->n_steps = (n_rows + STEP - 1) / STEP;
    for (size_t k = 0; k < block->p; k++) {
        memset(block->bytes[k] + n_rows, 0, block->n_steps * STEP - n_rows);
        __m512i sum = _mm512_load_si512(sums->masked[k][0]);
        for (size_t at = 0; at < n_rows; at += STEP)
            sum = _mm512_dpbusd_epi32(sum, _mm512_load_si512(block->bytes[k] + at), ones);
        _mm512_store_si512(sums->masked[k][0], sum);
    }
    product_all(block, sums, PAIRS_AND_SQUARES);
    sums->both[0][0][0] += (int64_t)n_rows;
}

WIDE static void
complete_chunk(Block *block, const CxCrossColumn *columns, const CxPairsTable *tables,
               const uint8_t *keep, size_t begin, size_t end, CxPairsSums *sums)
{
    size_t n_full = 0;
    for (size_t at = begin; at < end; at += STEP) {
        __mmask64 live = end - at < STEP ? (UINT64_C(1) << (end - at)) - 1 : ~UINT64_C(0);
        if (keep != NULL) {
            const __m512i kept = _mm512_maskz_loadu_epi8(live, keep + at);
            live = _mm512_test_epi8_mask(kept, kept);
        }
        const __mmask64 has = find_complete(columns, tables, block->p, at, live);
        if (has != 0)
            n_full = append_complete(block, columns, tables, at, has, n_full);
        if (n_full > BLOCK - STEP) { /* no room for another step */
            add_complete(block, sums, n_full);
            n_full = 0;
        }
    }
    add_complete(block, sums, n_full);
}

void
cx_kernel_complete_add(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                       CxCrossPair *restrict pair)
{
    cx_assert(p > 0 && p <= P_MAX);
    CxPairsTable tables[P_MAX];
    Block block;
    block.p = p;
    for (size_t k = 0; k < p; k++)
        cx_kernel_pairs_table(&tables[k], columns[k].value);
    for (size_t first = 0; first < n; first += CHUNK_ROWS) {
        CxPairsSums sums;
        memset(&sums, 0, sizeof sums);
        complete_chunk(&block, columns, tables, keep, first,
                       n - first < CHUNK_ROWS ? n : first + CHUNK_ROWS, &sums);
        cx_kernel_complete_end(&sums, p, pair);
    }
}

int
cx_kernel_pairs_can(void)
{
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vpopcntdq");
}
#else
void
cx_kernel_complete_add(const CxCrossColumn *columns CX_UNUSED, size_t p CX_UNUSED,
                       const uint8_t *keep CX_UNUSED, size_t n CX_UNUSED,
                       CxCrossPair *restrict pair CX_UNUSED)
{
    cx_assert(0); /* see the header */
}

int
cx_kernel_pairs_can(void)
{
    return 0;
}

void
cx_kernel_pairs_add(const CxCrossColumn *columns CX_UNUSED, size_t p CX_UNUSED,
                    const uint8_t *keep CX_UNUSED, size_t n CX_UNUSED,
                    CxCrossPair *restrict pair CX_UNUSED)
{
    cx_assert(0); /* see the header */
}
#endif
