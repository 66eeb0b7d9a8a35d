/* What the parts of a slice share: its names, its lists of keys, and help for what was mistyped. */
#pragma once

#include "column/frame.h"
#include "column/slice.h"

/* Names in canonical order. */
typedef enum {
    CX_SLICE_NAME_SURVEY,
    CX_SLICE_NAME_MEASURE,
    CX_SLICE_NAME_QUESTION,
    CX_SLICE_NAME_ANSWERS,
    CX_SLICE_NAME_FROM,
    CX_SLICE_NAME_TO,
    CX_SLICE_NAME_WHERE,
    CX_SLICE_NAME_GROUP,
    CX_SLICE_NAME_WEIGHTING,
    CX_SLICE_NAME_ORGANISED,
    CX_SLICE_NAME_N
} CxSliceName;

extern const char *const cx_slice_names[CX_SLICE_NAME_N];

/* Splits at commas, sorts, and drops what is there twice. Fails with INVALID for what is not a key,
 * TOO_LARGE beyond CX_SLICE_VALUES_MAX. (transfer full) */
GStrv cx_slice_keys_parse(const char *text, GError **error);

/* Index of the item a slice asks about; false when there is none. */
bool cx_slice_find_question(const CxSlice *slice, const CxFrame *frame, size_t *ret_index);
/* The code an answer of SHARE names for an item: a choice's key, or a number. */
bool cx_slice_answer_code(const CxFrameItem *item, const char *answer, uint8_t *ret_code);

/* Help with a word that is not among the known: `did you mean "a" or "b"?` for near ones, else
 * `there are "a", "b" and "c"`, cut after 8; "there are none" for n = 0. (transfer full) */
char *cx_slice_near(const char *word, const char *const *known, size_t n);
