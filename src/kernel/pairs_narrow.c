/* Sums of pairs with AVX2: as pairs.c, but a mask is bytes, and all sums are products. */
#include <string.h>

#include "kernel/bytes_priv.h"
#include "kernel/pairs_priv.h"
#include "lang/assert.h"
#include "lang/lang.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>

#define NARROW __attribute__((target("avx2,popcnt")))
/* Sizes of tiles are constants where these are called: each size has code of its own. */
#define NARROW_INLINE NARROW static inline __attribute__((always_inline))

#define P_MAX      CX_CROSS_COLUMNS_MAX
#define STEP       32   /* rows of a step: a register of bytes */
#define BLOCK      1024 /* rows; of them the masks of 13 columns stay in the first cache */
#define WORD       64   /* rows of a word of bits */
#define LINE       (BLOCK + WORD) /* rows do not meet in the same places of the cache */
#define PARTS      16
#define TILE       3 /* by as many masks or columns: there are no more registers */
#define CHUNK_ROWS ((size_t)BLOCK * 4096) /* sums of so many rows fit 32 bits */

/* Rows of bytes: the values, then what squares are made of, then zeros up to a whole tile; 0 where there is
 * none. */
typedef struct {
    _Alignas(64) uint8_t bytes[2 * P_MAX + TILE][LINE];
    uint8_t mask[P_MAX][LINE];         /* 1 where there is a value */
    uint64_t has[P_MAX][BLOCK / WORD]; /* the same as bits */
    size_t p;
    size_t n_steps;
    const uint8_t *next[P_MAX]; /* of each column the codes behind this block's */
} Block;

NARROW_INLINE __m256i
load(const uint8_t *from)
{
    return _mm256_load_si256((const __m256i *)(const void *)from);
}

NARROW_INLINE void
store(uint8_t *to, __m256i bytes)
{
    _mm256_store_si256((__m256i *)(void *)to, bytes);
}

NARROW_INLINE void
add_to(int32_t *to, __m256i parts)
{
    __m256i *at = (__m256i *)(void *)to;
    _mm256_store_si256(at, _mm256_add_epi32(_mm256_load_si256(at), parts));
}

/* Values of codes, all of which have one below 16 or none. */
NARROW static void
look_up_low(uint8_t *x, const uint8_t *code, size_t n, const uint8_t *value)
{
    const __m256i table =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)value));
    const __m256i last = _mm256_set1_epi8(15);
    for (size_t i = 0; i + STEP <= n; i += STEP) {
        const __m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(code + i));
        const __m256i low = _mm256_min_epu8(c, last);
        const __m256i is_low = _mm256_cmpeq_epi8(c, low);
        const __m256i v = _mm256_shuffle_epi8(table, low);
        store(x + i, _mm256_or_si256(v, _mm256_xor_si256(is_low, _mm256_set1_epi8(-1))));
    }
    for (size_t i = n / STEP * STEP; i < n; i++)
        x[i] = value[code[i]];
}

/* One column's values from row `first` on, n of them; none behind them, and where rows are not kept. */
NARROW static void
read_values(Block *block, const CxPairsTable *table, size_t k, const uint8_t *code,
            const uint8_t *keep, size_t n)
{
    uint8_t *x = block->bytes[k];
    block->next[k] = code + BLOCK;
    if (table->is_nibble)
        look_up_low(x, code, n, table->value);
    else
        cx_kernel_bytes_look_up(x, code, n, table->value);
    memset(x + n, CX_CROSS_NO_VALUE, LINE - n);
    for (size_t i = 0; keep != NULL && i < n; i++)
        x[i] |= (uint8_t)(keep[i] - 1); /* 255: no value */
}

/* Its values as 0 where there is none, what squares are made of, and where there is one. */
NARROW static void
part_values(Block *block, const CxPairsTable *table, size_t k)
{
    uint8_t *x = block->bytes[k], *q = block->bytes[block->p + k];
    const __m256i none = _mm256_set1_epi8((char)CX_CROSS_NO_VALUE);
    const __m256i halves =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table->half));
    for (size_t at = 0; at < block->n_steps * STEP; at += STEP) {
        const __m256i v = load(x + at);
        const __m256i lacks = _mm256_cmpeq_epi8(v, none);
        const uint32_t bits = ~(uint32_t)_mm256_movemask_epi8(lacks);
        store(block->mask[k] + at, _mm256_add_epi8(lacks, _mm256_set1_epi8(1)));
        store(x + at, _mm256_andnot_si256(lacks, v));
        store(q + at, _mm256_shuffle_epi8(halves, v)); /* 0 where the top bit is set: no value */
        memcpy((uint8_t *)block->has[k] + at / 8, &bits, sizeof bits);
    }
}

/* Reads ahead one of n_parts of the next block. Inline: a function that does nothing else is taken for one
 * without effect, and is not called. */
NARROW_INLINE void
fetch_part(const Block *block, size_t i_part, size_t n_parts)
{
    const size_t n_in_column = BLOCK / WORD; /* lines of the cache */
    const size_t n_lines = block->p * n_in_column;
    const size_t end = (i_part + 1) * n_lines / n_parts;
    for (size_t k = i_part * n_lines / n_parts; k < end; k++) {
        const uint8_t *line = block->next[k / n_in_column] + k % n_in_column * WORD;
        _mm_prefetch((const char *)line, _MM_HINT_T0);
    }
}

/* ---- Products ---- */

/* Of three rows of bytes with w others, each sum in sixteen bits, which have room for a block. */
NARROW_INLINE void
multiply(const uint8_t *a, const uint8_t *b, size_t n_steps, const size_t w, int32_t *to,
         size_t to_row)
{
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i sum[TILE][TILE];
    for (size_t r = 0; r < TILE; r++) {
        for (size_t c = 0; c < w; c++)
            sum[r][c] = _mm256_setzero_si256();
    }
    for (size_t at = 0; at < n_steps * STEP; at += STEP) {
        __m256i y[TILE];
        for (size_t c = 0; c < w; c++)
            y[c] = load(b + c * LINE + at);
        for (size_t r = 0; r < TILE; r++) {
            const __m256i x = load(a + r * LINE + at);
            for (size_t c = 0; c < w; c++)
                sum[r][c] = _mm256_add_epi16(sum[r][c], _mm256_maddubs_epi16(x, y[c]));
        }
    }
    for (size_t r = 0; r < TILE; r++) {
        for (size_t c = 0; c < w; c++)
            add_to(to + r * to_row + c * PARTS, _mm256_madd_epi16(sum[r][c], ones));
    }
}

NARROW static void
multiply_some(const uint8_t *a, const uint8_t *b, size_t n_steps, size_t w, int32_t *to,
              size_t to_row)
{
    if (w == 1)
        multiply(a, b, n_steps, 1, to, to_row);
    else if (w == 2)
        multiply(a, b, n_steps, 2, to, to_row);
    else
        multiply(a, b, n_steps, TILE, to, to_row);
}

/* Sums under masks are products with zeros and ones. */
NARROW static void
mask_all(const Block *block, CxPairsSums *sums)
{
    const size_t p = block->p;
    for (size_t i = 0; i < 2 * p; i += TILE) {
        fetch_part(block, i / TILE, (2 * p + TILE - 1) / TILE);
        for (size_t j = 0; j < p; j += TILE) {
            multiply_some(block->bytes[i], block->mask[j], block->n_steps, p - j,
                          sums->masked[i][j], P_MAX * PARTS);
        }
    }
}

/* Of pairs i < j, or i <= j. Some that nobody asks for are made as well, so that a tile is always of three
 * rows. */
NARROW static void
product_all(const Block *block, size_t own, CxPairsSums *sums)
{
    for (size_t i = 0; i < block->p; i += TILE) {
        for (size_t j = i + 1 - own; j < block->p; j += TILE) {
            multiply_some(block->bytes[i], block->bytes[j], block->n_steps, block->p - j,
                          sums->product[i][j], P_MAX * PARTS);
        }
    }
}

NARROW static void
count_all(const Block *block, CxPairsSums *sums)
{
    for (size_t i = 0; i < block->p; i++) {
        for (size_t j = i; j < block->p; j++) {
            int64_t n = 0;
            for (size_t k = 0; k < BLOCK / WORD; k++)
                n += __builtin_popcountll(block->has[i][k] & block->has[j][k]);
            sums->both[i][j][0] += n;
        }
    }
}

NARROW void
cx_kernel_pairs_add_narrow(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                           CxCrossPair *restrict pair)
{
    cx_assert(p <= P_MAX);
    CxPairsTable tables[P_MAX];
    Block block;
    block.p = p;
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
                read_values(&block, &tables[k], k, columns[k].code + first,
                            keep != NULL ? keep + first : NULL, n_rows);
                part_values(&block, &tables[k], k);
            }
            mask_all(&block, &sums);
            product_all(&block, 0, &sums);
            count_all(&block, &sums);
        }
        cx_kernel_pairs_end(&sums, tables, p, pair);
    }
}

/* ---- Complete rows ---- */

/* Values of rows that lack any become 0, and are 0 in the first mask, which else is 1; returns how many are
 * complete. */
NARROW static int64_t
clear_incomplete(Block *block)
{
    const __m256i none = _mm256_set1_epi8((char)CX_CROSS_NO_VALUE);
    int64_t n = 0;
    for (size_t at = 0; at < block->n_steps * STEP; at += STEP) {
        __m256i lacks = _mm256_setzero_si256();
        for (size_t k = 0; k < block->p; k++)
            lacks = _mm256_or_si256(lacks, _mm256_cmpeq_epi8(load(block->bytes[k] + at), none));
        for (size_t k = 0; k < block->p; k++) {
            uint8_t *x = block->bytes[k] + at;
            store(x, _mm256_andnot_si256(lacks, load(x)));
        }
        store(block->mask[0] + at, _mm256_add_epi8(lacks, _mm256_set1_epi8(1)));
        n += STEP - __builtin_popcount((unsigned)_mm256_movemask_epi8(lacks));
    }
    return n;
}

NARROW void
cx_kernel_complete_add_narrow(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                              CxCrossPair *restrict pair)
{
    cx_assert(p > 0 && p <= P_MAX);
    CxPairsTable tables[P_MAX];
    Block block;
    block.p = p;
    memset(block.bytes[p], 0, sizeof block.bytes[0] * TILE);
    for (size_t k = 0; k < p; k++)
        cx_kernel_pairs_table(&tables[k], columns[k].value);
    for (size_t chunk = 0; chunk < n; chunk += CHUNK_ROWS) {
        const size_t end = n - chunk < CHUNK_ROWS ? n : chunk + CHUNK_ROWS;
        CxPairsSums sums;
        memset(&sums, 0, sizeof sums);
        for (size_t first = chunk; first < end; first += BLOCK) {
            const size_t n_rows = end - first < BLOCK ? end - first : BLOCK;
            block.n_steps = (n_rows + STEP - 1) / STEP;
            for (size_t k = 0; k < p; k++) {
                read_values(&block, &tables[k], k, columns[k].code + first,
                            k == 0 && keep != NULL ? keep + first : NULL, n_rows);
            }
            sums.both[0][0][0] += clear_incomplete(&block);
            for (size_t i = 0; i < p; i += TILE) {
                fetch_part(&block, i / TILE, (p + TILE - 1) / TILE);
                multiply_some(block.bytes[i], block.mask[0], block.n_steps, 1, sums.masked[i][0],
                              P_MAX * PARTS);
            }
            product_all(&block, 1, &sums);
        }
        cx_kernel_complete_end(&sums, p, pair);
    }
}

int
cx_kernel_pairs_can_narrow(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}
#else
void
cx_kernel_complete_add_narrow(const CxCrossColumn *columns CX_UNUSED, size_t p CX_UNUSED,
                              const uint8_t *keep CX_UNUSED, size_t n CX_UNUSED,
                              CxCrossPair *restrict pair CX_UNUSED)
{
    cx_assert(0); /* see the header */
}

int
cx_kernel_pairs_can_narrow(void)
{
    return 0;
}

void
cx_kernel_pairs_add_narrow(const CxCrossColumn *columns CX_UNUSED, size_t p CX_UNUSED,
                           const uint8_t *keep CX_UNUSED, size_t n CX_UNUSED,
                           CxCrossPair *restrict pair CX_UNUSED)
{
    cx_assert(0); /* see the header */
}
#endif
