/* A fuzz target is one file with this one function, under the name that libFuzzer and AFL++ know. It
 * takes any bytes, states what must hold with g_assert, and returns 0. replay.c calls it without a
 * fuzzer. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);
