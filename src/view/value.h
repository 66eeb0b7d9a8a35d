/* What templates see: a value with a kind, from a view's table or from a JSON document, and how it is
 * written and escaped. Values borrow what they point to. Pure: any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/field.h"

typedef struct CxJson CxJson;

typedef enum {
    CX_VALUE_NULL, /* nothing there */
    CX_VALUE_TEXT,
    CX_VALUE_MARKUP,
    CX_VALUE_COUNT,
    CX_VALUE_NUMBER,
    CX_VALUE_FLAG,
    CX_VALUE_DAY,
    CX_VALUE_INSTANT,
    CX_VALUE_OBJECT,
    CX_VALUE_LIST,
    CX_VALUE_N
} CxValueKind;

typedef struct {
    CxValueKind kind;
    union {
        const char *text; /* TEXT, MARKUP: never NULL */
        int64_t count;
        double number;
        bool flag;
        CxDay day;
        CxInstant instant;
        struct {
            const CxViewType *type; /* of the object or the items; NULL: json */
            const void *data;       /* the struct, the first item, or a CxJson */
            size_t n;               /* items of a list */
        } in;
    };
} CxValue;

/* An object; NULL when view is NULL. */
CxValue cx_value_of_view(const CxViewType *type, const void *view);
/* The value of a field of a view; NaN, CX_DAY_NONE and an instant of INT64_MIN are NULL. */
CxValue cx_value_of_member(const CxViewField *field, const void *view);
CxValue cx_value_of_json(const CxJson *json);

/* The member of an object by name; false when it has none (or the value is no object). */
bool cx_value_member(const CxValue *object, const char *name, CxValue *ret_value);
/* Item i of a list, i < n. */
CxValue cx_value_item(const CxValue *list, size_t i);
/* Whether a section over the value shows. */
bool cx_value_is_true(const CxValue *value);
/* Appends the plain text of a value; objects and lists have none. */
void cx_value_append(const CxValue *value, GString *out);

/* Appends text so that it stays text between tags and inside double- or single-quoted attributes:
 * & < > " ' become references, bytes that are not UTF-8 and control characters U+FFFD. */
void cx_escape_append(GString *out, const char *text, size_t len_bytes);
