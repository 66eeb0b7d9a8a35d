#include "kernel/boot.h"

#include "lang/assert.h"
#include "lang/lang.h"

/* splitmix64's finaliser (Steele, Lea and Flood 2014). */
static uint64_t
mix64(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/* A unit passes through 2^32 numbers, one a replicate: from a place and in steps of an odd size that are its
 * own. Each number is then mixed (constants of C. Wellons' "hash prospector"). */
static inline uint32_t
bits_of(uint32_t place, uint32_t step, uint32_t replicate)
{
    uint32_t x = place + step * replicate;
    x = (x ^ x >> 16) * UINT32_C(0x21F0AAAD);
    x = (x ^ x >> 15) * UINT32_C(0xD35A2D97);
    return x ^ x >> 15;
}

/* By inversion: one more for each 2^32 P(X < k) that is reached, k = 1 … 12; 13 and more come once in
 * sixteen thousand million. */
static inline int32_t
poisson_of(uint32_t bits)
{
    return (bits >= UINT32_C(0x5E2D58D9)) + (bits >= UINT32_C(0xBC5AB1B1)) +
           (bits >= UINT32_C(0xEB715E1E)) + (bits >= UINT32_C(0xFB239797)) +
           (bits >= UINT32_C(0xFF1025F6)) + (bits >= UINT32_C(0xFFD90F3C)) +
           (bits >= UINT32_C(0xFFFA8B72)) + (bits >= UINT32_C(0xFFFF540C)) +
           (bits >= UINT32_C(0xFFFFED1F)) + (bits >= UINT32_C(0xFFFFFE21)) +
           (bits >= UINT32_C(0xFFFFFFD5)) + (bits >= UINT32_C(0xFFFFFFFC));
}

CX_CLONES void
cx_kernel_boot_times(double *restrict times, CxBootDraws draws, uint32_t cluster)
{
    const uint64_t own = mix64(mix64(draws.seed) + UINT64_C(0x9E3779B97F4A7C15) * (cluster + 1ULL));
    const uint32_t place = (uint32_t)own;
    const uint32_t step = (uint32_t)(own >> 32) | 1U;
    for (size_t i = 0; i < draws.n; i++)
        times[i] = poisson_of(bits_of(place, step, draws.first + (uint32_t)i));
}

CX_CLONES static void
add_row(double *restrict sum, const double *restrict times, size_t n, double measure)
{
    for (size_t i = 0; i < n; i++)
        sum[i] += times[i] * measure;
}

void
cx_kernel_boot_add(double *restrict sums, CxBootDraws draws, CxBootColumns columns, size_t n_rows)
{
    double times[CX_BOOT_DRAWS_MAX];
    cx_assert(draws.n <= CX_BOOT_DRAWS_MAX);
    for (size_t i = 0; i < n_rows; i++) {
        if (i == 0 || columns.cluster[i] != columns.cluster[i - 1])
            cx_kernel_boot_times(times, draws, columns.cluster[i]);
        add_row(sums + columns.group[i] * draws.n, times, draws.n,
                columns.measure == NULL ? 1.0 : columns.measure[i]);
    }
}
