#include "feedback/answers.h"

#include <inttypes.h>

#include "base/error.h"
#include "lang/assert.h"

#define ANSWERS_FORMAT  1
#define VARINT_BYTES    10 /* of 64 bits at 7 a byte */
#define STORED_NOT_APPL 0  /* a code is stored as zigzag + 1, so 0 is free */

/* Writes at most VARINT_BYTES; what stands behind it. */
static uint8_t *
write_varint(uint8_t *at, uint64_t value)
{
    while (value >= 0x80) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

static uint64_t
zigzag(int64_t code)
{
    return code < 0 ? ((uint64_t)(-(code + 1)) << 1) | 1 : (uint64_t)code << 1;
}

static int64_t
zigzag_back(uint64_t stored)
{
    const int64_t half = (int64_t)(stored >> 1);
    return (stored & 1) != 0 ? -half - 1 : half;
}

void
cx_answers_append(GByteArray *out, const CxAnswer *answers, size_t n)
{
    const guint len_before = out->len;
    g_byte_array_set_size(out, len_before + 1 + (guint)(2 * n + 1) * VARINT_BYTES);
    uint8_t *at = out->data + len_before;
    *at++ = ANSWERS_FORMAT;
    at = write_varint(at, n);

    int64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        const CxAnswer *answer = &answers[i];
        cx_assert(answer->item > last);
        at = write_varint(at, (uint64_t)(answer->item - last));
        last = answer->item;
        if (answer->is_not_applicable) {
            at = write_varint(at, STORED_NOT_APPL);
            continue;
        }
        cx_assert(answer->code >= CX_ANSWER_CODE_MIN && answer->code <= CX_ANSWER_CODE_MAX);
        at = write_varint(at, zigzag(answer->code) + 1);
    }
    g_byte_array_set_size(out, (guint)(at - out->data));
}

/* False at the end of the bytes, for a value over 64 bits, and for one not in its shortest form. */
static bool
read_varint(CxAnswersReader *reader, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 7 * VARINT_BYTES; shift += 7) {
        if (reader->at == reader->end)
            return false;
        const uint8_t byte = *reader->at++;
        if (shift == 63 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            if (byte == 0 && shift > 0)
                return false;
            *ret_value = value;
            return true;
        }
    }
    return false;
}

bool
cx_answers_reader_init(CxAnswersReader *reader, const void *data, size_t len_bytes, GError **error)
{
    const uint8_t *bytes = data;
    if (len_bytes < 1 || bytes[0] != ANSWERS_FORMAT) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                    "stored answers are not of format %d (%zu bytes)", ANSWERS_FORMAT, len_bytes);
        return false;
    }
    CxAnswersReader fresh = { .at = bytes + 1, .end = bytes + len_bytes };
    if (!read_varint(&fresh, &fresh.n_left) || fresh.n_left > len_bytes) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                    "stored answers do not say how many there are (%zu bytes)", len_bytes);
        return false;
    }
    *reader = fresh;
    return true;
}

static CxAnswersStep
fail(const CxAnswersReader *reader, const char *why, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "stored answers after item %" PRId64 " %s",
                reader->item, why);
    return CX_ANSWERS_ERROR;
}

CxAnswersStep
cx_answers_reader_next(CxAnswersReader *reader, CxAnswer *ret_answer, GError **error)
{
    if (reader->n_left == 0) {
        if (reader->at != reader->end)
            return fail(reader, "go on past their end", error);
        return CX_ANSWERS_END;
    }

    uint64_t delta = 0;
    uint64_t stored = 0;
    if (!read_varint(reader, &delta) || !read_varint(reader, &stored))
        return fail(reader, "break off", error);
    if (delta == 0 || delta > (uint64_t)(INT64_MAX - reader->item))
        return fail(reader, "are not in order of item", error);

    CxAnswer answer = { .item = reader->item + (int64_t)delta };
    if (stored == STORED_NOT_APPL)
        answer.is_not_applicable = true;
    else
        answer.code = zigzag_back(stored - 1);
    if (answer.code < CX_ANSWER_CODE_MIN || answer.code > CX_ANSWER_CODE_MAX)
        return fail(reader, "hold a code out of range", error);
    reader->item = answer.item;
    reader->n_left--;
    *ret_answer = answer;
    return CX_ANSWERS_ANSWER;
}
