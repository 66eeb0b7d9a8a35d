/* A short cell as one number: two cells are compared without a loop, and found by a hash of it.
 * Pure; inside feedback/ only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "codec/table.h"

/* Cells of so many bytes at most have a key. */
#define CX_CELL_KEY_BYTES 7
/* The key of a cell that has none; no cell has it. */
#define CX_CELL_KEY_NONE UINT64_C(0)

#define CX_CELL_WORD_BYTES sizeof(uint64_t)

static inline uint64_t
cx_cell_load(const char *text)
{
    uint64_t word;
    memcpy(&word, text, CX_CELL_WORD_BYTES);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The bytes of a cell in the upper ones of a word, its length and one in the lowest. Equal keys are
 * equal cells. Eight bytes are read at once where they surely belong to the record: up to the end
 * of the cell, or from its start on. */
static inline uint64_t
cx_cell_key(const CxTableRow *row, const CxCsvField *field)
{
    const size_t n = field->len_bytes;
    if (n > CX_CELL_KEY_BYTES)
        return CX_CELL_KEY_NONE;
    const uintptr_t raw = (uintptr_t)row->raw;
    const uintptr_t before =
        (uintptr_t)field->text + n - raw; /* bytes of the record up to its end */
    if (before >= CX_CELL_WORD_BYTES && before <= row->raw_bytes && raw != 0) {
        const uint64_t word = cx_cell_load(field->text + n - CX_CELL_WORD_BYTES);
        return (word & ~(~UINT64_C(0) >> 8 * n)) | (n + 1);
    }
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)(unsigned char)field->text[i] << 8 * (CX_CELL_WORD_BYTES - n + i);
    return word | (n + 1);
}

/* A number below 2^n_bits, n_bits 1 to 32. */
static inline size_t
cx_cell_key_slot(uint64_t key, unsigned n_bits)
{
    return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - n_bits));
}
