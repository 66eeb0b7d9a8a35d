/* The message catalogue: every sentence people read, by key, in one language.
 *
 * Sources are `messages/<language>/<area>.msg`: lines `key = text`, `#` starts a comment line, an
 * indented line continues the text above it after one blank. Texts are a subset of ICU
 * MessageFormat:
 *
 *     {name}                      a text, isolated if need be (base/bidi.h), or a reader's number
 *     {n, number}  {n, number, integer}          a number in the reader's format
 *     {n, plural, =0 {none} one {# case} other {# cases}}
 *     {role, select, owner {…} other {…}}
 *     'literal { braces }'  ''                   quoting and the apostrophe itself
 *
 * A message is compiled once, when it is added. A key missing in another language is taken from the
 * fallback (English). A catalogue is immutable once loaded and may be shared by all threads. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_MESSAGE_ARGS_MAX 16 /* different arguments of one message */

typedef struct CxCatalogue CxCatalogue;
typedef struct CxMessage CxMessage; /* one compiled message, lives as long as its catalogue */

/* A named argument: a text, or a number when text is NULL. Borrowed during the call. */
typedef struct {
    const char *name;
    const char *text;
    double number;
} CxMessageArg;

#define CX_ARG_TEXT(arg_name, arg_text)                                                            \
    ((CxMessageArg){ .name = (arg_name), .text = (arg_text) != NULL ? (arg_text) : "" })
#define CX_ARG_NUMBER(arg_name, value)                                                             \
    ((CxMessageArg){ .name = (arg_name), .number = (double)(value) })

/* The built-in catalogue of a language ("en"), with English behind it. Fails with NOT_FOUND when the
 * program has no such language, CORRUPT with file and line for a text that does not parse.
 * (transfer full) */
CX_MUST_USE CxCatalogue *cx_catalogue_load(const char *language, GError **error);
/* An empty catalogue; the fallback (nullable) is borrowed and must outlive it. INVALID for a
 * language ICU has no rules for. (transfer full) */
CX_MUST_USE CxCatalogue *cx_catalogue_new(const char *language, const CxCatalogue *fallback,
                                          GError **error);
void cx_catalogue_free(CxCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxCatalogue, cx_catalogue_free)

/* Adds the lines of one source; `source` names it in errors. Fails with CORRUPT for a line or a
 * message that does not parse and for a key given twice. */
CX_MUST_USE bool cx_catalogue_add(CxCatalogue *catalogue, const char *source, const char *text,
                                  GError **error);

/* "en"; borrowed. */
const char *cx_catalogue_language(const CxCatalogue *catalogue);
/* The message in this language or the fallback's, or NULL. Borrowed. */
const CxMessage *cx_catalogue_find(const CxCatalogue *catalogue, const char *key);
/* All keys of this language, sorted; free the array, not the keys. */
const char **cx_catalogue_list_keys(const CxCatalogue *catalogue, size_t *ret_n);

/* Names of the arguments a message uses, NULL-terminated, borrowed. */
const char *const *cx_message_args(const CxMessage *message);
/* The text of a message without arguments or formatting, else NULL. Borrowed. */
const char *cx_message_constant(const CxMessage *message);
/* Appends the message; args end with one whose name is NULL. An argument that is not given reads as
 * "{name}", which no reader should ever see and every test looks for. */
void cx_message_append(const CxMessage *message, const CxMessageArg *args, GString *out);

/* The text of a key without arguments; borrowed. A key that is nowhere reads as itself: templates
 * and command tables are checked when they are compiled, C code by tools/check_messages.py. */
const char *cx_message_text(const CxCatalogue *catalogue, const char *key);
/* A message with arguments; args as above. (transfer full) */
char *cx_message_format_args(const CxCatalogue *catalogue, const char *key,
                             const CxMessageArg *args);
/* cx_message_format(catalogue, "card.answered", CX_ARG_NUMBER("n", n), CX_ARG_TEXT("who", name)) */
#define cx_message_format(catalogue, key, ...)                                                     \
    cx_message_format_args((catalogue), (key),                                                     \
                           (const CxMessageArg[]){ __VA_ARGS__, { .name = NULL } })
