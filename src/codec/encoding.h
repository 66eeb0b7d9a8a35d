/* Which encoding is this, and how do I get UTF-8?
 *
 * Files say nothing about their encoding but a byte order mark, if that. What is assumed is a
 * value, so that the person can be shown it and say otherwise. Pure; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

typedef enum {
    CX_ENCODING_UTF8, /* ASCII too */
    CX_ENCODING_UTF16_LE,
    CX_ENCODING_UTF16_BE,
    CX_ENCODING_WINDOWS_1252,
    CX_ENCODING_MIXED, /* UTF-8 in which some bytes can only be Windows-1252 */
    CX_ENCODING_N
} CxEncoding;

typedef struct {
    CxEncoding encoding;
    size_t bom_bytes; /* 0, 2 or 3 bytes at the start that are no text */
} CxEncodingGuess;

/* What the bytes are most likely to be: a byte order mark decides; then valid UTF-8; then UTF-16
 * when every second byte is mostly zero; else Windows-1252, or a mix of it and UTF-8 when more
 * bytes than not above 0x7F stand in whole UTF-8 sequences. Reads all of it: give the whole file where
 * there is one, as the only wrong byte may be the last. */
CxEncodingGuess cx_encoding_guess(const void *bytes, size_t n_bytes);
/* The same for the first part of something longer: a character cut at its end is no fault. */
CxEncodingGuess cx_encoding_guess_part(const void *bytes, size_t n_bytes);

/* "UTF-8", "UTF-16 (little-endian)" …, for people; borrowed for ever. */
const char *cx_encoding_name(CxEncoding encoding);

/* Where the first byte stands that is not UTF-8, or n_bytes when all of it is. NUL is text. */
size_t cx_encoding_valid_bytes(const void *bytes, size_t n_bytes);

/* What a conversion found. */
typedef struct {
    int64_t n_replaced;     /* bytes or units that stand for no character, now U+FFFD */
    int64_t first_replaced; /* offset of the first in the input, in bytes; -1 if none */
    int64_t n_as_1252;      /* MIXED: bytes that were not UTF-8 */
} CxEncodingReport;

/* The bytes as UTF-8 without a byte order mark, ended by NUL. UTF-8 is repaired, not refused: what is
 * no character becomes U+FFFD, and is counted. Where guess says UTF-8 and cx_encoding_valid_bytes
 * agrees there is nothing to convert, so a large file need not be copied.
 *
 * ret_len_bytes  without the NUL
 * ret_report     nullable
 * Fails with TOO_LARGE when there is no memory for the result. (transfer full) */
CX_MUST_USE char *cx_encoding_to_utf8(CxEncodingGuess guess, const void *bytes, size_t n_bytes,
                                      size_t *ret_len_bytes, CxEncodingReport *ret_report,
                                      GError **error);
