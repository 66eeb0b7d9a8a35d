/* A block of rows at a time becomes rows of small bytes, padded with zeros: x the values, q their
 * squares, v whether there is one. What pairs need are inner products of these: v'v, x'v, q'v, x'x;
 * a row without a value adds nothing to any. They are made in tiles of four by four, so that a load
 * serves four products. */
#include "kernel/cross.h"

#include <string.h>

#include "kernel/bytes_priv.h"
#include "kernel/pairs_priv.h"
#include "lang/assert.h"

#define BLOCK CX_KERNEL_TILE_BYTES /* what 13 columns need stays in the first cache */
/* Products of so many rows fit 32 bits. */
#define CHUNK_ROWS ((size_t)BLOCK * 4096)
#define TILE       CX_KERNEL_TILE
#define MANY       16384 /* rows that are worth the sums of kernel/pairs_priv.h, which are large */
#define P_MAX      CX_CROSS_COLUMNS_MAX

typedef struct {
    uint8_t row[P_MAX][BLOCK];
} Rows;

typedef struct {
    _Alignas(64) Rows x, q, v;
    size_t p;
    size_t p_full; /* p, up to a whole number of tiles; rows from p on are zero */
    size_t n;      /* a multiple of 64; bytes from the last row on are zero */
} Block;

/* The inner product of each row with each, over one chunk. */
typedef int32_t Products[P_MAX][P_MAX];

static size_t
up_to(size_t n, size_t step)
{
    return (n + step - 1) / step * step;
}

/* ---- Bytes ---- */

CX_CLONES static void
find_valid(uint8_t *restrict v, const uint8_t *restrict x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        v[i] = x[i] != CX_CROSS_NO_VALUE;
}

CX_CLONES static void
keep_both(uint8_t *restrict v, const uint8_t *restrict keep, size_t n)
{
    for (size_t i = 0; i < n; i++)
        v[i] &= keep[i];
}

/* Values of rows that do not count become 0. */
CX_CLONES static void
clear_others(uint8_t *restrict x, const uint8_t *restrict v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (uint8_t)(x[i] & -v[i]);
}

CX_CLONES static void
square(uint8_t *restrict q, const uint8_t *restrict x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        q[i] = (uint8_t)(x[i] * x[i]);
}

static void
pad(uint8_t *row, size_t n_rows, size_t n)
{
    memset(row + n_rows, 0, n - n_rows);
}

static void
block_begin(Block *block, size_t p)
{
    block->p = p;
    block->p_full = up_to(p, TILE);
    for (size_t k = p; k < block->p_full; k++) {
        memset(block->x.row[k], 0, BLOCK);
        memset(block->q.row[k], 0, BLOCK);
        memset(block->v.row[k], 0, BLOCK);
    }
}

static void
block_read(Block *block, const CxCrossColumn *columns, const uint8_t *keep, size_t first, size_t n)
{
    block->n = up_to(n, 64);
    for (size_t k = 0; k < block->p; k++) {
        cx_kernel_bytes_look_up(block->x.row[k], columns[k].code + first, n, columns[k].value);
        find_valid(block->v.row[k], block->x.row[k], n);
        if (keep != NULL)
            keep_both(block->v.row[k], keep + first, n);
    }
}

/* ---- Products ---- */

typedef enum { WHOLE, HALF /* pairs i <= j, as the rest is the same */ } Part;

/* Adds a'b for the rows of both. */
static void
multiply(const Rows *a, const Rows *b, const Block *block, Part part, Products out)
{
    for (size_t i = 0; i < block->p_full; i += TILE) {
        for (size_t j = part == HALF ? i : 0; j < block->p_full; j += TILE) {
            const CxBytesTile tile = { a->row[i], b->row[j], BLOCK, block->n };
            cx_kernel_bytes_dot(tile, &out[i][j], P_MAX);
        }
    }
}

typedef struct {
    Products vv, xv, qv, xx;
} Pairwise;

static void
pairwise_add(const Pairwise *of, size_t p, CxCrossPair *restrict pair)
{
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < p; j++) {
            const size_t lo = i < j ? i : j;
            const size_t hi = i < j ? j : i;
            CxCrossPair *to = &pair[i * p + j];
            to->n += of->vv[lo][hi];
            to->x += of->xv[i][j];
            to->y += of->xv[j][i];
            to->xx += of->qv[i][j];
            to->yy += of->qv[j][i];
            to->xy += of->xx[lo][hi];
        }
    }
}

static void
pairwise_chunk(Block *block, const CxCrossColumn *columns, const uint8_t *keep, size_t begin,
               size_t end, Pairwise *of)
{
    for (size_t first = begin; first < end; first += BLOCK) {
        const size_t n_rows = end - first < BLOCK ? end - first : BLOCK;
        block_read(block, columns, keep, first, n_rows);
        for (size_t k = 0; k < block->p; k++) {
            clear_others(block->x.row[k], block->v.row[k], n_rows);
            square(block->q.row[k], block->x.row[k], n_rows);
            pad(block->x.row[k], n_rows, block->n);
            pad(block->q.row[k], n_rows, block->n);
            pad(block->v.row[k], n_rows, block->n);
        }
        multiply(&block->v, &block->v, block, HALF, of->vv);
        multiply(&block->x, &block->v, block, WHOLE, of->xv);
        multiply(&block->q, &block->v, block, WHOLE, of->qv);
        multiply(&block->x, &block->x, block, HALF, of->xx);
    }
}

void
cx_kernel_cross_pairwise(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                         CxCrossPair *restrict pair)
{
    cx_assert(p <= P_MAX);
    if (n >= MANY && cx_kernel_pairs_can())
        cx_kernel_pairs_add(columns, p, keep, n, pair);
    else if (n >= MANY && cx_kernel_pairs_can_narrow())
        cx_kernel_pairs_add_narrow(columns, p, keep, n, pair);
    else
        cx_kernel_cross_pairwise_plain(columns, p, keep, n, pair);
}

void
cx_kernel_cross_pairwise_plain(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                               size_t n, CxCrossPair *restrict pair)
{
    cx_assert(p <= P_MAX);
    Block block;
    block_begin(&block, p);
    for (size_t first = 0; first < n; first += CHUNK_ROWS) {
        Pairwise of = { 0 };
        const size_t end = n - first < CHUNK_ROWS ? n : first + CHUNK_ROWS;
        pairwise_chunk(&block, columns, keep, first, end, &of);
        pairwise_add(&of, p, pair);
    }
}

/* The rows that have every value, moved together; returns how many. */
static size_t
block_complete(Block *block, size_t n)
{
    size_t n_kept = 0;
    for (size_t k = 1; k < block->p; k++)
        keep_both(block->v.row[0], block->v.row[k], n);
    for (size_t k = 0; k < block->p; k++)
        n_kept = cx_kernel_bytes_compress_bytes(block->x.row[k], block->v.row[0], n);
    return n_kept;
}

CX_CLONES static int64_t
sum_of(const uint8_t *x, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

typedef struct {
    Products xx;
    int64_t n;
    int64_t sum[P_MAX];
} Listwise;

static void
listwise_add(const Listwise *of, size_t p, CxCrossPair *restrict pair)
{
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < p; j++) {
            CxCrossPair *to = &pair[i * p + j];
            to->n += of->n;
            to->x += of->sum[i];
            to->y += of->sum[j];
            to->xx += of->xx[i][i];
            to->yy += of->xx[j][j];
            to->xy += i < j ? of->xx[i][j] : of->xx[j][i];
        }
    }
}

static void
listwise_chunk(Block *block, const CxCrossColumn *columns, const uint8_t *keep, size_t begin,
               size_t end, Listwise *of)
{
    for (size_t first = begin; first < end; first += BLOCK) {
        const size_t n_rows = end - first < BLOCK ? end - first : BLOCK;
        block_read(block, columns, keep, first, n_rows);
        const size_t n_kept = block_complete(block, n_rows);
        block->n = up_to(n_kept, 64);
        for (size_t k = 0; k < block->p; k++) {
            pad(block->x.row[k], n_kept, block->n);
            of->sum[k] += sum_of(block->x.row[k], n_kept);
        }
        multiply(&block->x, &block->x, block, HALF, of->xx);
        of->n += (int64_t)n_kept;
    }
}

void
cx_kernel_cross_listwise(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                         CxCrossPair *restrict pair)
{
    cx_assert(p <= P_MAX);
    if (p > 0 && n >= MANY && cx_kernel_pairs_can())
        cx_kernel_complete_add(columns, p, keep, n, pair);
    else if (p > 0 && n >= MANY && cx_kernel_pairs_can_narrow())
        cx_kernel_complete_add_narrow(columns, p, keep, n, pair);
    else
        cx_kernel_cross_listwise_plain(columns, p, keep, n, pair);
}

void
cx_kernel_cross_listwise_plain(const CxCrossColumn *columns, size_t p, const uint8_t *keep,
                               size_t n, CxCrossPair *restrict pair)
{
    Block block;
    block_begin(&block, p);
    for (size_t first = 0; p > 0 && first < n; first += CHUNK_ROWS) {
        Listwise of = { 0 };
        const size_t end = n - first < CHUNK_ROWS ? n : first + CHUNK_ROWS;
        listwise_chunk(&block, columns, keep, first, end, &of);
        listwise_add(&of, p, pair);
    }
}
