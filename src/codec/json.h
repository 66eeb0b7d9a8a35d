/* JSON: reading into a tree, and writing.
 *
 * A CxJson is one value of a parsed document. The root owns everything; children, names and texts
 * are borrowed until cx_json_free(root). A tree never changes after it was parsed, so any number
 * of threads may read it. Objects keep the order of the file, and a name that stands twice in one
 * object is refused. Texts hold no NUL. Every reader accepts a NULL value, which stands for "not
 * there".
 *
 * Reading comes in three strengths, so that a document typed by a person is never misread:
 *   cx_json_need_x    the member must be there and be an x, otherwise INVALID with the path;
 *   cx_json_option_x  an absent or null member gives the fallback, another type INVALID;
 *   cx_json_x         the value, or the fallback for anything else; for documents we wrote.
 *
 * A CxJsonWriter appends to a GString: valid JSON whatever it is given, no locale, numbers that
 * read back as themselves. One thread at a time. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

typedef struct CxJson CxJson;

typedef enum {
    CX_JSON_NULL,
    CX_JSON_FLAG,
    CX_JSON_INT,    /* a number written without point and exponent */
    CX_JSON_NUMBER, /* any other number */
    CX_JSON_TEXT,
    CX_JSON_ARRAY,
    CX_JSON_OBJECT,
    CX_JSON_N
} CxJsonType;

/* Parses one document; a byte order mark before it and blanks around it are fine.
 *
 * text  len_bytes of UTF-8, no NUL needed at the end
 * Fails with INVALID ("line 3, column 7: …", both 1-based), or TOO_LARGE beyond
 * CX_JSON_BYTES_MAX, CX_JSON_DEPTH_MAX or CX_JSON_VALUES_MAX. (transfer full) */
CX_MUST_USE CxJson *cx_json_parse(const char *text, size_t len_bytes, GError **error);
/* Takes the root only; NULL is fine. */
void cx_json_free(CxJson *root);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxJson, cx_json_free)

/* ---- The tree ---- */

/* CX_JSON_NULL for NULL. */
CxJsonType cx_json_type(const CxJson *json);
/* "text", "array" …, borrowed for ever. */
const char *cx_json_type_name(CxJsonType type);
/* The name under which the value stands in its object; NULL in an array and for the root. */
const char *cx_json_name(const CxJson *json);
/* Where the value stands as a JSON pointer, "/items/3/column"; "/" for the root. (transfer full) */
char *cx_json_path(const CxJson *json);
/* Elements of an array, members of an object, 0 for anything else. */
size_t cx_json_n(const CxJson *json);
/* The i-th element or member in file order; NULL past the end. */
const CxJson *cx_json_at(const CxJson *json, size_t i);
/* The member of that name; NULL when there is none or json is no object. O(log n). */
const CxJson *cx_json_member(const CxJson *json, const char *name);

/* ---- The value, or a fallback ---- */

const char *cx_json_text(const CxJson *json, const char *fallback);
int64_t cx_json_int(const CxJson *json, int64_t fallback);
double cx_json_number(const CxJson *json, double fallback);
bool cx_json_flag(const CxJson *json, bool fallback);

/* ---- The value, checked: INVALID "/items/3/column: expected text, got a number" ---- */

CX_MUST_USE bool cx_json_read_text(const CxJson *json, const char **ret_text, GError **error);
/* Accepts 3 and 3.0; refuses 3.5 and what does not fit. */
CX_MUST_USE bool cx_json_read_int(const CxJson *json, int64_t *ret_value, GError **error);
CX_MUST_USE bool cx_json_read_number(const CxJson *json, double *ret_value, GError **error);
CX_MUST_USE bool cx_json_read_flag(const CxJson *json, bool *ret_flag, GError **error);
/* Succeeds when json is of that type. */
CX_MUST_USE bool cx_json_check_type(const CxJson *json, CxJsonType type, GError **error);
/* Succeeds when json is an object and each of its names is in `names`, which ends with NULL. */
CX_MUST_USE bool cx_json_check_names(const CxJson *json, const char *const *names, GError **error);
/* Sets INVALID with the path of the value before the words; returns false, for `return`. */
CX_PRINTF(3, 4)
bool cx_json_fail(const CxJson *json, GError **error, const char *format, ...);

/* ---- A member, checked ---- */

CX_MUST_USE bool cx_json_need_text(const CxJson *json, const char *name, const char **ret_text,
                                   GError **error);
CX_MUST_USE bool cx_json_need_int(const CxJson *json, const char *name, int64_t *ret_value,
                                  GError **error);
CX_MUST_USE bool cx_json_need_number(const CxJson *json, const char *name, double *ret_value,
                                     GError **error);
CX_MUST_USE bool cx_json_need_flag(const CxJson *json, const char *name, bool *ret_flag,
                                   GError **error);
/* An array or object, borrowed; NULL with INVALID when it is not there or of another type. */
CX_MUST_USE const CxJson *cx_json_need(const CxJson *json, const char *name, CxJsonType type,
                                       GError **error);

CX_MUST_USE bool cx_json_option_text(const CxJson *json, const char *name, const char *fallback,
                                     const char **ret_text, GError **error);
CX_MUST_USE bool cx_json_option_int(const CxJson *json, const char *name, int64_t fallback,
                                    int64_t *ret_value, GError **error);
CX_MUST_USE bool cx_json_option_number(const CxJson *json, const char *name, double fallback,
                                       double *ret_value, GError **error);
CX_MUST_USE bool cx_json_option_flag(const CxJson *json, const char *name, bool fallback,
                                     bool *ret_flag, GError **error);
/* *ret_json is NULL when the member is absent or null. */
CX_MUST_USE bool cx_json_option(const CxJson *json, const char *name, CxJsonType type,
                                const CxJson **ret_json, GError **error);

/* ---- Writing ---- */

typedef enum {
    CX_JSON_COMPACT,  /* one line, no blanks: for programs */
    CX_JSON_INDENTED, /* two blanks a level, one member a line: for people */
} CxJsonStyle;

typedef struct CxJsonWriter CxJsonWriter;

/* Appends to out, which must outlive the writer. (transfer full) */
CxJsonWriter *cx_json_writer_new(GString *out, CxJsonStyle style);
void cx_json_writer_free(CxJsonWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxJsonWriter, cx_json_writer_free)
/* True once one whole value was written and nothing is open. */
bool cx_json_writer_is_done(const CxJsonWriter *writer);

/* Calls that do not make a document (a value without a name in an object, an end without its
 * begin, more than CX_JSON_DEPTH_MAX levels) are errors of the program and abort. */
void cx_json_writer_begin_object(CxJsonWriter *writer);
void cx_json_writer_end_object(CxJsonWriter *writer);
void cx_json_writer_begin_array(CxJsonWriter *writer);
void cx_json_writer_end_array(CxJsonWriter *writer);
/* The name of the value that follows. Names are not checked for being new. */
void cx_json_writer_name(CxJsonWriter *writer, const char *name);
/* NULL writes null. Bytes that are not UTF-8 are written as U+FFFD. */
void cx_json_writer_text(CxJsonWriter *writer, const char *text);
void cx_json_writer_text_n(CxJsonWriter *writer, const char *text, size_t len_bytes);
void cx_json_writer_int(CxJsonWriter *writer, int64_t value);
/* NaN and infinities write null: JSON has no other word for "no value". Zero has no sign. */
void cx_json_writer_number(CxJsonWriter *writer, double value);
void cx_json_writer_flag(CxJsonWriter *writer, bool flag);
void cx_json_writer_null(CxJsonWriter *writer);
/* One value that is JSON already, as it is. */
void cx_json_writer_raw(CxJsonWriter *writer, const char *json);
/* A copy of a tree, in file order. NULL writes null. */
void cx_json_writer_json(CxJsonWriter *writer, const CxJson *json);

/* A name and its value in one call. */
void cx_json_writer_put_text(CxJsonWriter *writer, const char *name, const char *text);
void cx_json_writer_put_int(CxJsonWriter *writer, const char *name, int64_t value);
void cx_json_writer_put_number(CxJsonWriter *writer, const char *name, double value);
void cx_json_writer_put_flag(CxJsonWriter *writer, const char *name, bool flag);

/* The one form of a tree that a digest is taken of: compact, names in byte order, numbers as
 * cx_json_writer_int and _number write them. Appends. */
void cx_json_append_canonical(GString *out, const CxJson *json);
