#include "base/random.h"

#include <glib.h>
#include <math.h>
#include <sodium.h>

#include "lang/assert.h"

char *
cx_random_token(size_t n_bytes)
{
    cx_assert(n_bytes >= 1 && n_bytes <= 64);
    uint8_t bytes[64];
    randombytes_buf(bytes, n_bytes);
    const int variant = (int)sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    const size_t cap_bytes = sodium_base64_ENCODED_LEN(n_bytes, (unsigned)variant);
    char *text = g_malloc(cap_bytes);
    (void)sodium_bin2base64(text, cap_bytes, bytes, n_bytes, variant);
    sodium_memzero(bytes, sizeof bytes);
    return text;
}

void
cx_random_bytes(void *buffer, size_t len_bytes)
{
    randombytes_buf(buffer, len_bytes);
}

static uint64_t
splitmix64(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

CxRandom
cx_random_seeded(uint64_t seed)
{
    CxRandom random;
    for (int i = 0; i < 4; i++)
        random.s[i] = splitmix64(&seed);
    return random;
}

static uint64_t
rotl(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

uint64_t
cx_random_u64(CxRandom *random)
{
    uint64_t *s = random->s;
    const uint64_t result = rotl(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

double
cx_random_unit(CxRandom *random)
{
    return (double)(cx_random_u64(random) >> 11) * 0x1.0p-53;
}

uint64_t
cx_random_below(CxRandom *random, uint64_t n)
{
    cx_assert(n > 0);
    /* Values below 2^64 mod n would favour small results; they are drawn again. */
    const uint64_t threshold = (UINT64_MAX - n + 1) % n;
    uint64_t x = cx_random_u64(random);
    while (x < threshold)
        x = cx_random_u64(random);
    return x % n;
}

double
cx_random_normal(CxRandom *random)
{
    double u = 0.0;
    double s = 2.0;
    while (s >= 1.0 || s <= 0.0) {
        u = 2.0 * cx_random_unit(random) - 1.0;
        const double v = 2.0 * cx_random_unit(random) - 1.0;
        s = u * u + v * v;
    }
    return u * sqrt(-2.0 * log(s) / s);
}
