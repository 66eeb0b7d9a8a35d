/* The coded answers of one response as one blob, version 1:
 *
 *     u8 1 | varint n | n times { varint delta of item id, varint answer }
 *
 * Items ascend, so deltas are 1 or more (the first is the id itself). An answer is 0 for "not
 * applicable", else the code's zigzag (0, -1, 1, -2 …) plus 1. Varints are little-endian base 128,
 * shortest form. An item without an answer is not in the blob; texts have a table of their own.
 *
 * There is one blob for each set of answers: equal answers are equal bytes. Pure; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

/* Codes run from CX_ANSWER_CODE_MIN to CX_ANSWER_CODE_MAX. */
#define CX_ANSWER_CODE_MAX (INT64_C(1) << 53)
#define CX_ANSWER_CODE_MIN (-CX_ANSWER_CODE_MAX)

typedef struct {
    int64_t item;           /* item id, 1.. */
    int64_t code;           /* 0 when not applicable */
    bool is_not_applicable; /* an answer, but not a value */
} CxAnswer;

/* Appends the blob of n answers in ascending order of item, each item once (asserted). */
void cx_answers_append(GByteArray *out, const CxAnswer *answers, size_t n);

/* Reads a blob answer by answer. */
typedef struct {
    const uint8_t *at;
    const uint8_t *end;
    uint64_t n_left;
    int64_t item; /* last one read */
} CxAnswersReader;

typedef enum {
    CX_ANSWERS_ANSWER,
    CX_ANSWERS_END,
    CX_ANSWERS_ERROR,
} CxAnswersStep;

/* Fails with CORRUPT for a blob that is not version 1 or too short. The bytes are borrowed. */
CX_MUST_USE bool cx_answers_reader_init(CxAnswersReader *reader, const void *data, size_t len_bytes,
                                        GError **error);
/* The next answer; ERROR with CORRUPT for bytes that cx_answers_append would not have written. */
CxAnswersStep cx_answers_reader_next(CxAnswersReader *reader, CxAnswer *ret_answer, GError **error);
