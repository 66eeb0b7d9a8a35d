/* The first stage of reading CSV: which bytes of a block of 64 matter? Pure, no allocation. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CX_CSV_BLOCK_BYTES 64

/* For each block of text, bit i of its mask says that byte i is the delimiter, the quote, CR or
 * LF.
 *
 * text  n_blocks * 64 bytes, any alignment
 * mask  n_blocks */
void cx_csv_mask(const unsigned char *restrict text, size_t n_blocks, unsigned char delimiter,
                 unsigned char quote, uint64_t *restrict mask);
