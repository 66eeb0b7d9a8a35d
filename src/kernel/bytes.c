#include <string.h>

#include "kernel/bytes_priv.h"
#include "lang/lang.h"

/* Intrinsics where the compiler knows them; the processor is asked each time, which costs a load. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CX_WITHOUT_AVX512)
#define HAS_WIDE 1
#include <immintrin.h>
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2")))
#else
#define HAS_WIDE 0
#endif

/* Shuffles of vectors by variable lanes, as GCC writes them. */
#if defined(__GNUC__) && !defined(__clang__)
#define HAS_SHUFFLE 1
#else
#define HAS_SHUFFLE 0
#endif
#define SMALL 16 /* entries of a table that one shuffle looks up */

/* ---- AVX-512 with VBMI2 ---- */

#if HAS_WIDE
static int
is_wide(void)
{
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi");
}

/* A table of 256 bytes is two pairs of registers; the top bit of a code says which pair. */
WIDE static void
look_up_wide(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
             const uint8_t table[256])
{
    const __m512i t0 = _mm512_loadu_si512(table);
    const __m512i t1 = _mm512_loadu_si512(table + 64);
    const __m512i t2 = _mm512_loadu_si512(table + 128);
    const __m512i t3 = _mm512_loadu_si512(table + 192);
    for (size_t i = 0; i < n; i += 64) {
        const size_t n_left = n - i;
        const __mmask64 live = n_left < 64 ? (UINT64_C(1) << n_left) - 1 : ~UINT64_C(0);
        const __m512i c = _mm512_maskz_loadu_epi8(live, code + i);
        const __m512i low = _mm512_permutex2var_epi8(t0, c, t1);
        const __m512i high = _mm512_permutex2var_epi8(t2, c, t3);
        const __m512i found = _mm512_mask_blend_epi8(_mm512_movepi8_mask(c), low, high);
        _mm512_mask_storeu_epi8(classes + i, live, found);
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
#endif

/* ---- Everywhere else ---- */

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

/* For a table that says its codes again, up to a last one. */
CX_CLONES static void
look_up_clamped(uint8_t *restrict classes, const uint8_t *restrict code, size_t n, uint8_t last)
{
    for (size_t i = 0; i < n; i++)
        classes[i] = code[i] < last ? code[i] : last;
}

static int
is_small(const uint8_t table[256])
{
    int n_other = 0;
    for (size_t c = SMALL; c < 256; c++)
        n_other += table[c] != table[SMALL - 1];
    return n_other == 0;
}

static int
is_clamped(const uint8_t table[256])
{
    int n_other = 0;
    for (unsigned c = 0; c < 256; c++)
        n_other += table[c] != (c < table[255] ? c : table[255]);
    return n_other == 0;
}

void
cx_kernel_bytes_look_up_plain(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
                              const uint8_t table[256])
{
#if HAS_SHUFFLE
    if (is_small(table)) {
        look_up_small(classes, code, n, table);
        return;
    }
#endif
    if (is_clamped(table)) {
        look_up_clamped(classes, code, n, table[255]);
        return;
    }
    for (size_t i = 0; i < n; i++)
        classes[i] = table[code[i]];
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

size_t
cx_kernel_bytes_compress(uint16_t *restrict joint, const uint8_t *restrict keep, size_t n)
{
#if HAS_WIDE
    if (is_wide())
        return compress_wide(joint, keep, n);
#endif
    return cx_kernel_bytes_compress_plain(joint, keep, n);
}
