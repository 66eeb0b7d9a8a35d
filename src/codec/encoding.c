/* Encodings. A conversion runs twice over the bytes: once to count, once to write, so that the one
 * allocation sized by input is exact and may fail in peace. */
#include "codec/encoding.h"

#include <string.h>

#include "base/error.h"
#include "lang/assert.h"
#include "lang/lang.h"

#define REPLACEMENT    ((gunichar)0xFFFD)
#define PROBE_BYTES    ((size_t)4096)
#define ASCII_STEP     64  /* looked at together */
#define VALIDATE_BYTES 256 /* of what is not ASCII */
#define UTF8_BOM_BYTES 3

/* ---- Guessing ---- */

/* Bytes at the start that are surely ASCII, zeros included. */
CX_CLONES static size_t
ascii_bytes(const char *p, size_t n_bytes)
{
    size_t n = 0;
    for (; n + ASCII_STEP <= n_bytes; n += ASCII_STEP) {
        unsigned char any = 0;
        for (size_t i = 0; i < ASCII_STEP; i++)
            any |= (unsigned char)p[n + i];
        if (any >= 0x80)
            break;
    }
    return n;
}

size_t
cx_encoding_valid_bytes(const void *bytes, size_t n_bytes)
{
    const char *start = bytes;
    const char *end = start + n_bytes;
    const char *p = start;
    while (p < end) {
        p += ascii_bytes(p, (size_t)(end - p));
        const size_t n_left = (size_t)(end - p);
        /* A piece at a time, so that plain text after a foreign letter is passed quickly again. */
        const char *stop = p;
        (void)g_utf8_validate_len(p, MIN(n_left, VALIDATE_BYTES), &stop);
        const bool is_cut = n_left > VALIDATE_BYTES && stop > p;
        if (stop < end && !is_cut && *stop != '\0')
            return (size_t)(stop - start);
        p = stop < end && !is_cut ? stop + 1 : stop;
    }
    return n_bytes;
}

/* Bytes of the character at p, 0 if there is none. */
static size_t
character_bytes(const char *p, size_t n_left)
{
    if ((unsigned char)*p < 0x80)
        return 1;
    const gunichar character = g_utf8_get_char_validated(p, (gssize)MIN(n_left, 4));
    if (character == (gunichar)-1 || character == (gunichar)-2)
        return 0;
    return (size_t)g_utf8_skip[(unsigned char)*p];
}

/* UTF-16 of mostly Latin text shows as zeros in every second byte. */
static bool
looks_like_utf16(const unsigned char *bytes, size_t n_bytes, CxEncoding *ret_encoding)
{
    const size_t n_pairs = MIN(n_bytes, PROBE_BYTES) / 2;
    size_t n_zero[2] = { 0, 0 };
    for (size_t i = 0; i < n_pairs * 2; i++)
        n_zero[i % 2] += bytes[i] == 0;
    const size_t i_more = n_zero[1] >= n_zero[0] ? 1 : 0;
    if (n_pairs < 2 || n_zero[i_more] * 5 < n_pairs * 2 || n_zero[1 - i_more] * 20 > n_pairs)
        return false;
    *ret_encoding = i_more == 1 ? CX_ENCODING_UTF16_LE : CX_ENCODING_UTF16_BE;
    return true;
}

/* Windows-1252, or UTF-8 with a few bytes of it. */
static CxEncoding
guess_high_bytes(const char *bytes, size_t n_bytes)
{
    size_t n_whole = 0;
    size_t n_alone = 0;
    for (size_t i = 0; i < n_bytes;) {
        const size_t n = character_bytes(bytes + i, n_bytes - i);
        n_whole += n > 1 ? n : 0;
        n_alone += n == 0;
        i += MAX(n, 1);
    }
    return n_whole > n_alone ? CX_ENCODING_MIXED : CX_ENCODING_WINDOWS_1252;
}

static CxEncodingGuess
guess_within(const unsigned char *bytes, size_t n_bytes, size_t n_cut_max)
{
    if (n_bytes >= UTF8_BOM_BYTES && memcmp(bytes, "\xef\xbb\xbf", UTF8_BOM_BYTES) == 0)
        return (CxEncodingGuess){ .encoding = CX_ENCODING_UTF8, .bom_bytes = UTF8_BOM_BYTES };
    if (n_bytes >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
        return (CxEncodingGuess){ .encoding = CX_ENCODING_UTF16_LE, .bom_bytes = 2 };
    if (n_bytes >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
        return (CxEncodingGuess){ .encoding = CX_ENCODING_UTF16_BE, .bom_bytes = 2 };
    CxEncodingGuess found = { .encoding = CX_ENCODING_UTF8 };
    if (looks_like_utf16(bytes, n_bytes, &found.encoding))
        return found;
    const size_t n_valid = cx_encoding_valid_bytes(bytes, n_bytes);
    const char *rest = (const char *)bytes + n_valid;
    const bool is_cut =
        n_valid < n_bytes && n_bytes - n_valid <= n_cut_max &&
        g_utf8_get_char_validated(rest, (gssize)(n_bytes - n_valid)) == (gunichar)-2;
    if (n_valid < n_bytes && !is_cut)
        found.encoding = guess_high_bytes((const char *)bytes, n_bytes);
    return found;
}

CxEncodingGuess
cx_encoding_guess(const void *bytes, size_t n_bytes)
{
    return guess_within(bytes, n_bytes, 0);
}

CxEncodingGuess
cx_encoding_guess_part(const void *bytes, size_t n_bytes)
{
    return guess_within(bytes, n_bytes, 3);
}

const char *
cx_encoding_name(CxEncoding encoding)
{
    static const char *const names[CX_ENCODING_N] = {
        [CX_ENCODING_UTF8] = "UTF-8",
        [CX_ENCODING_UTF16_LE] = "UTF-16 (little-endian)",
        [CX_ENCODING_UTF16_BE] = "UTF-16 (big-endian)",
        [CX_ENCODING_WINDOWS_1252] = "Windows-1252",
        [CX_ENCODING_MIXED] = "UTF-8 mixed with Windows-1252",
    };
    cx_assert(encoding < CX_ENCODING_N);
    return names[encoding];
}

/* ---- Converting ---- */

typedef struct {
    char *to; /* NULL while counting */
    size_t n; /* bytes written or counted */
    CxEncodingReport report;
} Output;

static void
put(Output *output, gunichar character)
{
    if (output->to != NULL)
        output->n += (size_t)g_unichar_to_utf8(character, output->to + output->n);
    else
        output->n += (size_t)g_unichar_to_utf8(character, NULL);
}

static void
put_replacement(Output *output, size_t offset)
{
    if (output->report.n_replaced == 0)
        output->report.first_replaced = (int64_t)offset;
    output->report.n_replaced++;
    put(output, REPLACEMENT);
}

static void
put_bytes(Output *output, const char *bytes, size_t n)
{
    if (output->to != NULL)
        memcpy(output->to + output->n, bytes, n);
    output->n += n;
}

static void
put_1252(Output *output, unsigned char byte, size_t offset)
{
    static const uint16_t high[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    if (byte < 0x80 || byte >= 0xa0)
        put(output, byte);
    else if (high[byte - 0x80] != 0)
        put(output, high[byte - 0x80]);
    else
        put_replacement(output, offset);
}

static void
convert_1252(Output *output, const unsigned char *bytes, size_t from, size_t n)
{
    for (size_t i = from; i < n; i++)
        put_1252(output, bytes[i], i);
}

/* UTF-8 with bytes that are not: Windows-1252 in a mix, no character otherwise. */
static void
convert_utf8(Output *output, CxEncoding encoding, const unsigned char *bytes, size_t from, size_t n)
{
    const char *text = (const char *)bytes;
    for (size_t i = from; i < n;) {
        const size_t n_valid = cx_encoding_valid_bytes(text + i, n - i);
        put_bytes(output, text + i, n_valid);
        i += n_valid;
        if (i == n)
            return;
        if (encoding == CX_ENCODING_MIXED) {
            put_1252(output, bytes[i], i);
            output->report.n_as_1252++;
        } else {
            put_replacement(output, i);
        }
        i++;
    }
}

static gunichar
utf16_unit(CxEncoding encoding, const unsigned char *bytes)
{
    const bool is_le = encoding == CX_ENCODING_UTF16_LE;
    return (gunichar)(is_le ? bytes[0] | bytes[1] << 8 : bytes[0] << 8 | bytes[1]);
}

static void
convert_utf16(Output *output, CxEncoding encoding, const unsigned char *bytes, size_t from,
              size_t n)
{
    size_t i = from;
    for (; i + 2 <= n; i += 2) {
        const gunichar unit = utf16_unit(encoding, bytes + i);
        const bool is_high = unit >= 0xd800 && unit < 0xdc00;
        const gunichar next = is_high && i + 4 <= n ? utf16_unit(encoding, bytes + i + 2) : 0;
        if (next >= 0xdc00 && next < 0xe000) {
            put(output, 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
            i += 2;
        } else if (unit >= 0xd800 && unit < 0xe000) {
            put_replacement(output, i);
        } else {
            put(output, unit);
        }
    }
    if (i < n)
        put_replacement(output, i);
}

static void
convert(Output *output, CxEncodingGuess guessed, const void *bytes, size_t n_bytes)
{
    const size_t from = MIN(guessed.bom_bytes, n_bytes);
    switch (guessed.encoding) {
    case CX_ENCODING_UTF8:
    case CX_ENCODING_MIXED:
        convert_utf8(output, guessed.encoding, bytes, from, n_bytes);
        break;
    case CX_ENCODING_UTF16_LE:
    case CX_ENCODING_UTF16_BE:
        convert_utf16(output, guessed.encoding, bytes, from, n_bytes);
        break;
    case CX_ENCODING_WINDOWS_1252:
        convert_1252(output, bytes, from, n_bytes);
        break;
    case CX_ENCODING_N:
        break;
    }
}

char *
cx_encoding_to_utf8(CxEncodingGuess guess, const void *bytes, size_t n_bytes, size_t *ret_len_bytes,
                    CxEncodingReport *ret_report, GError **error)
{
    Output count = { 0 };
    convert(&count, guess, bytes, n_bytes);
    Output output = { .to = g_try_malloc(count.n + 1), .report.first_replaced = -1 };
    if (output.to == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory for %zu bytes of text",
                    count.n);
        return NULL;
    }
    convert(&output, guess, bytes, n_bytes);
    cx_assert(output.n == count.n);
    output.to[output.n] = '\0';
    *ret_len_bytes = output.n;
    if (ret_report != NULL)
        *ret_report = output.report;
    return output.to;
}
