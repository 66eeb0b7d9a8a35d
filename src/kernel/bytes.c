#include <string.h>

#include "kernel/bytes_priv.h"
#include "lang/lang.h"

/* Intrinsics where the compiler knows them; the processor is asked each time, which costs a load. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define HAS_INTRINSICS 1
#include <immintrin.h>
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vnni")))
#else
#define HAS_INTRINSICS 0
#endif
#ifdef CX_WITHOUT_AVX512
#define HAS_WIDE 0 /* to measure what other machines get */
#else
#define HAS_WIDE HAS_INTRINSICS
#endif

/* Shuffles of vectors by variable lanes, as GCC writes them. */
#if defined(__GNUC__) && !defined(__clang__)
#define HAS_SHUFFLE 1
#define SMALL       16 /* entries of a table that one shuffle looks up */
#else
#define HAS_SHUFFLE 0
#endif

/* ---- AVX-512 with VBMI2 ---- */

#if HAS_WIDE
static int
is_wide(void)
{
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vnni");
}

typedef struct {
    __m512i part[4];
} WideTable;

/* A table of 256 bytes is two pairs of registers; the top bit of a code says which pair. */
WIDE static inline __m512i
find_wide(const WideTable *table, __m512i c)
{
    const __m512i low = _mm512_permutex2var_epi8(table->part[0], c, table->part[1]);
    const __m512i high = _mm512_permutex2var_epi8(table->part[2], c, table->part[3]);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(c), low, high);
}

WIDE static void
look_up_wide(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
             const uint8_t table[256])
{
    WideTable wide;
    memcpy(&wide, table, sizeof wide);
    size_t i = 0;
    for (; i + 64 <= n; i += 64) {
        _mm512_storeu_si512(classes + i, find_wide(&wide, _mm512_loadu_si512(code + i)));
    }
    if (i < n) {
        const __mmask64 live = (UINT64_C(1) << (n - i)) - 1;
        const __m512i found = find_wide(&wide, _mm512_maskz_loadu_epi8(live, code + i));
        _mm512_mask_storeu_epi8(classes + i, live, found);
    }
}

#define LOW 64 /* entries of a table that one register holds */

/* Sixty-four rows of one column. */
WIDE static inline __m512i
sum_step_wide(const CxBytesAxis *axis, int is_low, __m512i c)
{
    WideTable wide;
    if (is_low) {
        const __m512i last = _mm512_set1_epi8(LOW - 1);
        return _mm512_permutexvar_epi8(_mm512_min_epu8(c, last), _mm512_loadu_si512(axis->table));
    }
    memcpy(&wide, axis->table, sizeof wide);
    return find_wide(&wide, c);
}

WIDE static void
look_up_sum_wide(uint8_t *restrict sum, const CxBytesAxis *axes, size_t n_axes, size_t n)
{
    int is_low[CX_KERNEL_SUMMED_MAX];
    for (size_t k = 0; k < n_axes; k++)
        is_low[k] = memcmp(axes[k].table + LOW - 1, axes[k].table + LOW, 256 - LOW) == 0;
    for (size_t i = 0; i < n; i += 64) {
        const __mmask64 live = n - i < 64 ? (UINT64_C(1) << (n - i)) - 1 : ~UINT64_C(0);
        __m512i all = _mm512_setzero_si512();
        for (size_t k = 0; k < n_axes; k++) {
            const uint8_t *code = axes[k].code + i;
            const __m512i c = _mm512_maskz_loadu_epi8(live, code);
            all = _mm512_add_epi8(all, sum_step_wide(&axes[k], is_low[k], c));
        }
        if (n - i < 64)
            _mm512_mask_storeu_epi8(sum + i, live, all);
        else
            _mm512_storeu_si512(sum + i, all);
    }
}

WIDE static size_t
compress_wide(uint16_t *restrict joint, const uint8_t *restrict keep, size_t n)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i += 32) {
        const size_t n_left = n - i;
        const __mmask32 live = n_left < 32 ? (UINT32_C(1) << n_left) - 1 : ~UINT32_C(0);
        const __m256i kept = _mm256_maskz_loadu_epi8(live, keep + i);
        const __mmask32 mask = _mm256_test_epi8_mask(kept, kept);
        const __m512i codes = _mm512_maskz_loadu_epi16(live, joint + i);
        _mm512_storeu_si512(joint + n_kept, _mm512_maskz_compress_epi16(mask, codes));
        n_kept += (size_t)__builtin_popcount(mask);
    }
    return n_kept;
}

/* What a step leaves behind its kept bytes lies before its end: it was read already. */
WIDE static size_t
compress_bytes_wide(uint8_t *restrict bytes, const uint8_t *restrict keep, size_t n)
{
    size_t n_kept = 0, i = 0;
    for (; i + 64 <= n; i += 64) {
        const __m512i kept = _mm512_loadu_si512(keep + i);
        const __mmask64 mask = _mm512_test_epi8_mask(kept, kept);
        const __m512i those = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(bytes + i));
        _mm512_storeu_si512(bytes + n_kept, those);
        n_kept += (size_t)__builtin_popcountll(mask);
    }
    for (; i < n; i++) {
        bytes[n_kept] = bytes[i];
        n_kept += keep[i];
    }
    return n_kept;
}

/* One row of a tile: four sums in registers, for four loads of b that all rows share. */
#define DOT_ROW(i)                                                                                 \
    do {                                                                                           \
        const __m512i a = _mm512_loadu_si512(tile.a + (i)*tile.stride + k);                        \
        sum[i][0] = _mm512_dpbusd_epi32(sum[i][0], a, b0);                                         \
        sum[i][1] = _mm512_dpbusd_epi32(sum[i][1], a, b1);                                         \
        sum[i][2] = _mm512_dpbusd_epi32(sum[i][2], a, b2);                                         \
        sum[i][3] = _mm512_dpbusd_epi32(sum[i][3], a, b3);                                         \
    } while (0)

WIDE static void
dot_wide(CxBytesTile tile, int32_t *restrict out, size_t out_stride)
{
    __m512i sum[CX_KERNEL_TILE][CX_KERNEL_TILE];
    memset(sum, 0, sizeof sum);
    for (size_t k = 0; k < tile.n; k += 64) {
        const __m512i b0 = _mm512_loadu_si512(tile.b + k);
        const __m512i b1 = _mm512_loadu_si512(tile.b + tile.stride + k);
        const __m512i b2 = _mm512_loadu_si512(tile.b + 2 * tile.stride + k);
        const __m512i b3 = _mm512_loadu_si512(tile.b + 3 * tile.stride + k);
        DOT_ROW(0);
        DOT_ROW(1);
        DOT_ROW(2);
        DOT_ROW(3);
    }
    for (size_t i = 0; i < CX_KERNEL_TILE; i++) {
        for (size_t j = 0; j < CX_KERNEL_TILE; j++)
            out[i * out_stride + j] += _mm512_reduce_add_epi32(sum[i][j]);
    }
}
#endif

/* ---- AVX2 ---- */

#if HAS_INTRINSICS
/* Products of bytes are added in pairs and kept in sixteen bits, which the header's limits allow for
 * the length of one call; two rows by four. */
#define NARROW_ROW(i)                                                                              \
    do {                                                                                           \
        const __m256i a = load_avx2(tile.a + (i)*tile.stride + k);                                 \
        sum[i][0] = _mm256_add_epi16(sum[i][0], _mm256_maddubs_epi16(a, b0));                      \
        sum[i][1] = _mm256_add_epi16(sum[i][1], _mm256_maddubs_epi16(a, b1));                      \
        sum[i][2] = _mm256_add_epi16(sum[i][2], _mm256_maddubs_epi16(a, b2));                      \
        sum[i][3] = _mm256_add_epi16(sum[i][3], _mm256_maddubs_epi16(a, b3));                      \
    } while (0)

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i
load_avx2(const uint8_t *from)
{
    __m256i bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

AVX2 static int32_t
add_up_avx2(__m256i sum)
{
    int32_t parts[8];
    const __m256i pairs = _mm256_madd_epi16(sum, _mm256_set1_epi16(1));
    memcpy(parts, &pairs, sizeof parts);
    int32_t total = 0;
    for (size_t i = 0; i < 8; i++)
        total += parts[i];
    return total;
}

AVX2 static void
dot_two_rows_avx2(CxBytesTile tile, int32_t *restrict out, size_t out_stride)
{
    __m256i sum[2][CX_KERNEL_TILE];
    memset(sum, 0, sizeof sum);
    for (size_t k = 0; k < tile.n; k += 32) {
        const uint8_t *b = tile.b + k;
        const __m256i b0 = load_avx2(b);
        const __m256i b1 = load_avx2(b + tile.stride);
        const __m256i b2 = load_avx2(b + 2 * tile.stride);
        const __m256i b3 = load_avx2(b + 3 * tile.stride);
        NARROW_ROW(0);
        NARROW_ROW(1);
    }
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < CX_KERNEL_TILE; j++)
            out[i * out_stride + j] += add_up_avx2(sum[i][j]);
    }
}

static void
dot_avx2(CxBytesTile tile, int32_t *restrict out, size_t out_stride)
{
    dot_two_rows_avx2(tile, out, out_stride);
    tile.a += 2 * tile.stride;
    dot_two_rows_avx2(tile, out + 2 * out_stride, out_stride);
}
#endif

/* ---- Everywhere else ---- */

#if HAS_INTRINSICS
/* Thirty-two rows at a time, for a table whose entries from 15 on are all alike. */
AVX2 static void
look_up_avx2(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
             const uint8_t table[256])
{
    __m128i entries;
    memcpy(&entries, table, sizeof entries);
    const __m256i twice = _mm256_broadcastsi128_si256(entries);
    const __m256i last = _mm256_set1_epi8(15);
    size_t i = 0;
    for (; i + 32 <= n; i += 32) {
        __builtin_prefetch(code + i + CX_KERNEL_BLOCK); /* blocks are too short to be seen coming */
        const __m256i c = _mm256_min_epu8(load_avx2(code + i), last);
        const __m256i found = _mm256_shuffle_epi8(twice, c);
        memcpy(classes + i, &found, sizeof found);
    }
    for (; i < n; i++)
        classes[i] = table[code[i]];
}

/* AMD's first two generations of Zen run it as a program of their own, slower than the plain loop. */
static int
is_slow_pext(void)
{
    return __builtin_cpu_is("znver1") || __builtin_cpu_is("znver2");
}

/* Eight rows at a time: the bytes of a number that a mask names move to its low end. */
__attribute__((target("bmi2,popcnt"))) static size_t
compress_bytes_bmi2(uint8_t *restrict bytes, const uint8_t *restrict keep, size_t n)
{
    size_t n_kept = 0, i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t kept, those;
        memcpy(&kept, keep + i, sizeof kept);
        memcpy(&those, bytes + i, sizeof those);
        those = _pext_u64(those, kept * UINT64_C(0xFF));
        memcpy(bytes + n_kept, &those, sizeof those); /* never past row i + 8 */
        n_kept += (size_t)__builtin_popcountll(kept);
    }
    for (; i < n; i++) {
        bytes[n_kept] = bytes[i];
        n_kept += keep[i];
    }
    return n_kept;
}
#endif

#if HAS_SHUFFLE
typedef uint8_t Bytes __attribute__((vector_size(SMALL)));

/* Sixteen rows at a time, for a table whose entries from 15 on are all alike. */
CX_CLONES static void
look_up_small(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
              const uint8_t table[256])
{
    Bytes entries;
    memcpy(&entries, table, SMALL);
    size_t i = 0;
    for (; i + SMALL <= n; i += SMALL) {
        Bytes c;
        memcpy(&c, code + i, SMALL);
        const Bytes is_low = (Bytes)(c < SMALL - 1);
        c = (c & is_low) | (~is_low & (SMALL - 1));
        c = __builtin_shuffle(entries, c);
        memcpy(classes + i, &c, SMALL);
    }
    for (; i < n; i++)
        classes[i] = table[code[i]];
}
#endif

/* For a table of codes times a step, up to a last one. */
CX_CLONES static void
look_up_clamped(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
                const uint8_t table[256])
{
    const uint8_t step = table[1];
    const uint8_t last = (uint8_t)(step > 0 ? table[255] / step : 0);
    for (size_t i = 0; i < n; i++)
        classes[i] = (uint8_t)((code[i] < last ? code[i] : last) * step);
}

#if HAS_SHUFFLE
static int
is_small(const uint8_t table[256])
{
    int n_other = 0;
    for (size_t c = SMALL; c < 256; c++)
        n_other += table[c] != table[SMALL - 1];
    return n_other == 0;
}
#endif

static int
is_clamped(const uint8_t table[256])
{
    int n_other = table[1] > 0 && table[255] % table[1] != 0;
    for (unsigned c = 0; c < 256; c++)
        n_other += table[c] != (c * table[1] < table[255] ? c * table[1] : table[255]);
    return n_other == 0;
}

void
cx_kernel_bytes_look_up_plain(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
                              const uint8_t table[256])
{
#if HAS_SHUFFLE
    if (is_small(table)) {
#if HAS_INTRINSICS
        if (__builtin_cpu_supports("avx2")) {
            look_up_avx2(classes, code, n, table);
            return;
        }
#endif
        look_up_small(classes, code, n, table);
        return;
    }
#endif
    if (is_clamped(table)) {
        look_up_clamped(classes, code, n, table);
        return;
    }
    for (size_t i = 0; i < n; i++)
        classes[i] = table[code[i]];
}

CX_CLONES static void
add_bytes(uint8_t *restrict sum, const uint8_t *restrict more, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sum[i] = (uint8_t)(sum[i] + more[i]);
}

void
cx_kernel_bytes_look_up_sum_plain(uint8_t *restrict sum, const CxBytesAxis *axes, size_t n_axes,
                                  size_t n)
{
    uint8_t more[CX_KERNEL_BLOCK];
    cx_kernel_bytes_look_up_plain(sum, axes[0].code, n, axes[0].table);
    for (size_t k = 1; k < n_axes; k++) {
        cx_kernel_bytes_look_up_plain(more, axes[k].code, n, axes[k].table);
        add_bytes(sum, more, n);
    }
}

size_t
cx_kernel_bytes_compress_plain(uint16_t *restrict joint, const uint8_t *restrict keep, size_t n)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        joint[n_kept] = joint[i];
        n_kept += keep[i];
    }
    return n_kept;
}

size_t
cx_kernel_bytes_compress_bytes_plain(uint8_t *restrict bytes, const uint8_t *restrict keep,
                                     size_t n)
{
#if HAS_INTRINSICS
    if (__builtin_cpu_supports("bmi2") && !is_slow_pext())
        return compress_bytes_bmi2(bytes, keep, n);
#endif
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        bytes[n_kept] = bytes[i];
        n_kept += keep[i];
    }
    return n_kept;
}

CX_CLONES static int32_t
dot_one(const uint8_t *restrict a, const uint8_t *restrict b, size_t n)
{
    int32_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (int16_t)a[i] * (int16_t)b[i];
    return sum;
}

void
cx_kernel_bytes_dot_plain(CxBytesTile tile, int32_t *restrict out, size_t out_stride)
{
#if HAS_INTRINSICS
    if (__builtin_cpu_supports("avx2")) {
        dot_avx2(tile, out, out_stride);
        return;
    }
#endif
    for (size_t i = 0; i < CX_KERNEL_TILE; i++) {
        for (size_t j = 0; j < CX_KERNEL_TILE; j++) {
            out[i * out_stride + j] +=
                dot_one(tile.a + i * tile.stride, tile.b + j * tile.stride, tile.n);
        }
    }
}

/* ---- What this processor has ---- */

void
cx_kernel_bytes_look_up(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
                        const uint8_t table[256])
{
#if HAS_WIDE
    if (is_wide()) {
        look_up_wide(classes, code, n, table);
        return;
    }
#endif
    cx_kernel_bytes_look_up_plain(classes, code, n, table);
}

void
cx_kernel_bytes_look_up_sum(uint8_t *restrict sum, const CxBytesAxis *axes, size_t n_axes, size_t n)
{
#if HAS_WIDE
    if (is_wide()) {
        look_up_sum_wide(sum, axes, n_axes, n);
        return;
    }
#endif
    cx_kernel_bytes_look_up_sum_plain(sum, axes, n_axes, n);
}

size_t
cx_kernel_bytes_compress(uint16_t *restrict joint, const uint8_t *restrict keep, size_t n)
{
#if HAS_WIDE
    if (is_wide())
        return compress_wide(joint, keep, n);
#endif
    return cx_kernel_bytes_compress_plain(joint, keep, n);
}

size_t
cx_kernel_bytes_compress_bytes(uint8_t *restrict bytes, const uint8_t *restrict keep, size_t n)
{
#if HAS_WIDE
    if (is_wide())
        return compress_bytes_wide(bytes, keep, n);
#endif
    return cx_kernel_bytes_compress_bytes_plain(bytes, keep, n);
}

void
cx_kernel_bytes_dot(CxBytesTile tile, int32_t *restrict out, size_t out_stride)
{
#if HAS_WIDE
    if (is_wide()) {
        dot_wide(tile, out, out_stride);
        return;
    }
#endif
    cx_kernel_bytes_dot_plain(tile, out, out_stride);
}
