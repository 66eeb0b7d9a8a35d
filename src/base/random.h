/* Randomness of two kinds: unguessable tokens from the system, and a seeded generator whose numbers
 * are the same on every machine (bootstraps, the sample program). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

/* URL-safe base64 of n_bytes of system randomness, without padding; (transfer full). */
char *cx_random_token(size_t n_bytes);
void cx_random_bytes(void *buffer, size_t len_bytes);

/* xoshiro256** (Blackman and Vigna), seeded through splitmix64. One thread. */
typedef struct {
    uint64_t s[4];
} CxRandom;

CxRandom cx_random_seeded(uint64_t seed);
uint64_t cx_random_u64(CxRandom *random);
/* 0 <= x < 1, 53 bits. */
double cx_random_unit(CxRandom *random);
/* 0 <= x < n without bias; n > 0. */
uint64_t cx_random_below(CxRandom *random, uint64_t n);
/* Standard normal, by the polar method. */
double cx_random_normal(CxRandom *random);
