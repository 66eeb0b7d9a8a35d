/* Advance widths of the type that figures are set in: tables only, read by figure/measure.c. */
#pragma once

#include <stdint.h>

enum { CX_INTER_FIRST = 0x20, CX_INTER_N = 0x180 - 0x20, CX_INTER_MARKS_N = 18 };

/* A punctuation mark outside the table: code point, widths in thousandths of the type size. */
typedef struct {
    uint32_t code;
    uint16_t regular;
    uint16_t strong;
} CxInterMark;

extern const uint16_t cx_inter_regular[CX_INTER_N]; /* thousandths of the type size */
extern const uint16_t cx_inter_strong[CX_INTER_N];
extern const CxInterMark cx_inter_marks[CX_INTER_MARKS_N]; /* by code point, rising */
