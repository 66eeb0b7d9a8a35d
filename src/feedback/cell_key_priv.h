/* A short cell as two numbers: two cells are compared without a loop, and found by a hash of it.
 * Pure; inside feedback/ only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "codec/table.h"

/* Cells of so many bytes at most have a key. */
#define CX_CELL_KEY_BYTES 15

#define CX_CELL_WORD_BYTES sizeof(uint64_t)

/* Equal keys are equal cells. */
typedef struct {
    uint64_t head; /* the first eight bytes of a cell that has so many, else 0 */
    uint64_t rest; /* the other bytes in the upper ones, length and one in the lowest; 0: no key */
} CxCellKey;

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

/* The last n bytes of the eight before `end`, fewer than eight, in the upper ones of a word. */
static inline uint64_t
cx_cell_last(const char *end, size_t n)
{
    return cx_cell_load(end - CX_CELL_WORD_BYTES) & ~(~UINT64_C(0) >> 8 * n);
}

/* The key of a cell; its rest is 0 where the cell is too long for one. Eight bytes are read at once where
 * they surely belong to the record: up to the end of the cell. */
static inline CxCellKey
cx_cell_key(const CxTableRow *row, const CxCsvField *field)
{
    const size_t n = field->len_bytes;
    const char *end = field->text + n;
    if (n > CX_CELL_KEY_BYTES)
        return (CxCellKey){ 0 };
    if (n >= CX_CELL_WORD_BYTES) {
        return (CxCellKey){ cx_cell_load(field->text),
                            cx_cell_last(end, n - CX_CELL_WORD_BYTES) | (n + 1) };
    }
    const uintptr_t before = (uintptr_t)end - (uintptr_t)row->raw; /* bytes of the record */
    if (before >= CX_CELL_WORD_BYTES && before <= row->raw_bytes && row->raw != NULL)
        return (CxCellKey){ .rest = cx_cell_last(end, n) | (n + 1) };
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)(unsigned char)field->text[i] << 8 * (CX_CELL_WORD_BYTES - n + i);
    return (CxCellKey){ .rest = word | (n + 1) };
}

/* A number below 2^n_bits, n_bits 1 to 32. */
static inline size_t
cx_cell_slot(uint64_t mixed, unsigned n_bits)
{
    return (size_t)((mixed * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - n_bits));
}

static inline size_t
cx_cell_key_slot(CxCellKey key, unsigned n_bits)
{
    return cx_cell_slot(key.head * 31 + key.rest, n_bits);
}
