/* Steps over bytes and pairs of bytes that compilers do not make of a loop, per instruction set, with
 * a plain twin. Inside kernel/ only. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Rows a step takes at most; buffers are so long. */
#define CX_KERNEL_BLOCK 4096

/* classes[i] = table[code[i]] for n rows, at most CX_KERNEL_BLOCK. */
void cx_kernel_bytes_look_up(uint8_t *restrict classes, const uint8_t *restrict code, size_t n,
                             const uint8_t table[256]);

/* Moves the kept joint codes together, in their order; returns how many there are. At most
 * CX_KERNEL_BLOCK of them, in a buffer of 64 more, whose rest may be overwritten.
 *
 * keep  n bytes, 0 or 1 */
size_t cx_kernel_bytes_compress(uint16_t *restrict joint, const uint8_t *restrict keep, size_t n);

/* The same without AVX-512, for processors that have none and for tests. */
void cx_kernel_bytes_look_up_plain(uint8_t *restrict classes, const uint8_t *restrict code,
                                   size_t n, const uint8_t table[256]);
size_t cx_kernel_bytes_compress_plain(uint16_t *restrict joint, const uint8_t *restrict keep,
                                      size_t n);
