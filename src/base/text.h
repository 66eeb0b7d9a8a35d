/* Text: UTF-8 checks, keys, and numbers written without any locale (for machines) and as readers
 * expect them (for people). Nothing here depends on setlocale. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "lang/lang.h"

/* ---- For machines ---- */

/* Shortest decimal that reads back as the same double; "null" is never written: value must be
 * finite (asserted). Appends. */
void cx_text_append_double(GString *out, double value);
/* Fixed decimals (0..6), rounded half away from zero on the decimal expansion, no "-0". Appends. */
void cx_text_append_fixed(GString *out, double value, int decimals);
/* Reads a whole decimal number, "." as the point, no blanks around; INVALID otherwise, also for
 * infinities and NaN. */
CX_MUST_USE bool cx_text_parse_double(const char *text, double *ret_value, GError **error);
CX_MUST_USE bool cx_text_parse_i64(const char *text, int64_t *ret_value, GError **error);

/* ---- For people (English) ---- */

/* "6,214"; (transfer full). */
char *cx_text_count(int64_t value);
/* Fixed decimals with a true minus, "31", "−2.5"; (transfer full). */
char *cx_text_number(double value, int decimals);
/* "28–34", or "−10 to +2" with signs when either end is negative; (transfer full). */
char *cx_text_interval(double lo, double hi, int decimals);

/* ---- Names and keys ---- */

/* Trims blanks at both ends, in place (ASCII blanks and U+00A0, U+FEFF). Returns text. */
char *cx_text_trim(char *text);
/* A name as it is meant: composed (NFC), trimmed, without the characters that are seen by nobody or turn
 * the words around it (zero-width space, word joiner, soft hyphen, marks of direction). "" for bytes
 * that are no UTF-8. (transfer full) */
char *cx_text_name(const char *text);
/* A stable key from any words: lower case ASCII, digits, "_"; "" if nothing is left. */
char *cx_text_key(const char *words);
/* 1..CX_KEY_BYTES_MAX of [a-z0-9_-], starting with a letter or digit. */
bool cx_text_is_key(const char *text);
/* Valid UTF-8 without control characters other than tab and newline. */
bool cx_text_is_clean(const char *text);
