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

/* A column of codes and the number of each code, 256 of them. */
typedef struct {
    const uint8_t *code;
    const uint8_t *table;
} CxBytesAxis;

#define CX_KERNEL_SUMMED_MAX ((size_t)8)

/* sum[i] = the numbers of row i in each of n_axes columns, 1 to CX_KERNEL_SUMMED_MAX, added up as bytes. */
void cx_kernel_bytes_look_up_sum(uint8_t *restrict sum, const CxBytesAxis *axes, size_t n_axes,
                                 size_t n);

/* Moves the kept joint codes together, in their order; returns how many there are. At most
 * CX_KERNEL_BLOCK of them, in a buffer of 64 more, whose rest may be overwritten.
 *
 * keep  n bytes, 0 or 1 */
size_t cx_kernel_bytes_compress(uint16_t *restrict joint, const uint8_t *restrict keep, size_t n);

/* The same for bytes, in a buffer of their own length. */
size_t cx_kernel_bytes_compress_bytes(uint8_t *restrict bytes, const uint8_t *restrict keep,
                                      size_t n);

#define CX_KERNEL_TILE       ((size_t)4)
#define CX_KERNEL_TILE_BYTES 1024 /* what sums of sixteen bits have room for */

/* So many rows of bytes, and as many others. */
typedef struct {
    const uint8_t *a, *b; /* no product over 225 */
    size_t stride;        /* from one row to the next */
    size_t n;             /* bytes of a row; a multiple of 64, at most CX_KERNEL_TILE_BYTES */
} CxBytesTile;

/* Adds the inner product of rows i and j to out[i * out_stride + j]. */
void cx_kernel_bytes_dot(CxBytesTile tile, int32_t *restrict out, size_t out_stride);

/* The same without AVX-512, for processors that have none and for tests. */
void cx_kernel_bytes_look_up_plain(uint8_t *restrict classes, const uint8_t *restrict code,
                                   size_t n, const uint8_t table[256]);
void cx_kernel_bytes_look_up_sum_plain(uint8_t *restrict sum, const CxBytesAxis *axes,
                                       size_t n_axes, size_t n);
size_t cx_kernel_bytes_compress_plain(uint16_t *restrict joint, const uint8_t *restrict keep,
                                      size_t n);
size_t cx_kernel_bytes_compress_bytes_plain(uint8_t *restrict bytes, const uint8_t *restrict keep,
                                            size_t n);
void cx_kernel_bytes_dot_plain(CxBytesTile tile, int32_t *restrict out, size_t out_stride);
