#include "view/value.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "codec/json.h"
#include "lang/assert.h"

/* An instant that is not there; days have CX_DAY_NONE. */
static bool
is_no_instant(CxInstant instant)
{
    return instant.us == INT64_MIN;
}

static CxValue
value_of_text(CxValueKind kind, const char *text)
{
    if (text == NULL)
        return (CxValue){ .kind = CX_VALUE_NULL };
    return (CxValue){ .kind = kind, .text = text };
}

static CxValue
value_of_object(const CxViewType *type, const void *data)
{
    if (data == NULL)
        return (CxValue){ .kind = CX_VALUE_NULL };
    if (type == &cx_view_text_type)
        return value_of_text(CX_VALUE_TEXT, *(const char *const *)data);
    return (CxValue){ .kind = CX_VALUE_OBJECT, .in = { .type = type, .data = data } };
}

/* The value of a member; `at` points to it. */
static CxValue
value_of_field(const CxViewField *field, const void *at)
{
    switch (field->kind) {
    case CX_FIELD_TEXT:
        return value_of_text(CX_VALUE_TEXT, *(const char *const *)at);
    case CX_FIELD_MARKUP:
        return value_of_text(CX_VALUE_MARKUP, *(const char *const *)at);
    case CX_FIELD_COUNT:
        return (CxValue){ .kind = CX_VALUE_COUNT, .count = *(const int64_t *)at };
    case CX_FIELD_NUMBER:
        if (!isfinite(*(const double *)at))
            break;
        return (CxValue){ .kind = CX_VALUE_NUMBER, .number = *(const double *)at };
    case CX_FIELD_FLAG:
        return (CxValue){ .kind = CX_VALUE_FLAG, .flag = *(const bool *)at };
    case CX_FIELD_DAY:
        if (cx_day_is_none(*(const CxDay *)at))
            break;
        return (CxValue){ .kind = CX_VALUE_DAY, .day = *(const CxDay *)at };
    case CX_FIELD_INSTANT:
        if (is_no_instant(*(const CxInstant *)at))
            break;
        return (CxValue){ .kind = CX_VALUE_INSTANT, .instant = *(const CxInstant *)at };
    case CX_FIELD_OBJECT:
        return value_of_object(field->type, *(const void *const *)at);
    case CX_FIELD_OBJECT_IN:
        return value_of_object(field->type, at);
    case CX_FIELD_LIST: {
        const CxViewList *list = at;
        return (CxValue){
            .kind = CX_VALUE_LIST,
            .in = { .type = field->type, .data = list->items, .n = list->n },
        };
    }
    case CX_FIELD_N:
        break;
    }
    return (CxValue){ .kind = CX_VALUE_NULL };
}

CxValue
cx_value_of_member(const CxViewField *field, const void *view)
{
    return value_of_field(field, (const char *)view + field->offset);
}

CxValue
cx_value_of_view(const CxViewType *type, const void *view)
{
    return value_of_object(type, view);
}

CxValue
cx_value_of_json(const CxJson *json)
{
    switch (cx_json_type(json)) {
    case CX_JSON_FLAG:
        return (CxValue){ .kind = CX_VALUE_FLAG, .flag = cx_json_flag(json, false) };
    case CX_JSON_INT:
        return (CxValue){ .kind = CX_VALUE_COUNT, .count = cx_json_int(json, 0) };
    case CX_JSON_NUMBER:
        return (CxValue){ .kind = CX_VALUE_NUMBER, .number = cx_json_number(json, 0.0) };
    case CX_JSON_TEXT:
        return (CxValue){ .kind = CX_VALUE_TEXT, .text = cx_json_text(json, "") };
    case CX_JSON_ARRAY:
        return (CxValue){ .kind = CX_VALUE_LIST, .in = { .data = json, .n = cx_json_n(json) } };
    case CX_JSON_OBJECT:
        return (CxValue){ .kind = CX_VALUE_OBJECT, .in = { .data = json } };
    case CX_JSON_NULL:
    case CX_JSON_N:
        break;
    }
    return (CxValue){ .kind = CX_VALUE_NULL };
}

bool
cx_value_member(const CxValue *object, const char *name, CxValue *ret_value)
{
    if (object->kind != CX_VALUE_OBJECT)
        return false;
    if (object->in.type == NULL) {
        const CxJson *member = cx_json_member(object->in.data, name);
        if (member == NULL)
            return false;
        *ret_value = cx_value_of_json(member);
        return true;
    }
    const CxViewField *field = cx_view_field_find(object->in.type, name);
    if (field == NULL || field->where == CX_FIELD_IN_DATA)
        return false;
    *ret_value = cx_value_of_member(field, object->in.data);
    return true;
}

CxValue
cx_value_item(const CxValue *list, size_t i)
{
    cx_assert(list->kind == CX_VALUE_LIST && i < list->in.n);
    if (list->in.type == NULL)
        return cx_value_of_json(cx_json_at(list->in.data, i));
    return value_of_object(list->in.type,
                           (const char *)list->in.data + i * list->in.type->size_bytes);
}

bool
cx_value_is_true(const CxValue *value)
{
    switch (value->kind) {
    case CX_VALUE_TEXT:
    case CX_VALUE_MARKUP:
        return *value->text != '\0';
    case CX_VALUE_COUNT:
        return value->count != 0;
    case CX_VALUE_FLAG:
        return value->flag;
    case CX_VALUE_LIST:
        return value->in.n > 0;
    case CX_VALUE_NUMBER:
    case CX_VALUE_DAY:
    case CX_VALUE_INSTANT:
    case CX_VALUE_OBJECT:
        return true;
    case CX_VALUE_NULL:
    case CX_VALUE_N:
        break;
    }
    return false;
}

void
cx_value_append(const CxValue *value, GString *out)
{
    g_autofree char *formatted = NULL;
    switch (value->kind) {
    case CX_VALUE_TEXT:
    case CX_VALUE_MARKUP:
        g_string_append(out, value->text);
        break;
    case CX_VALUE_COUNT:
        g_string_append_printf(out, "%" PRId64, value->count);
        break;
    case CX_VALUE_NUMBER:
        cx_text_append_double(out, value->number);
        break;
    case CX_VALUE_FLAG:
        g_string_append(out, value->flag ? "true" : "false");
        break;
    case CX_VALUE_DAY:
        formatted = cx_day_format(value->day);
        g_string_append(out, formatted);
        break;
    case CX_VALUE_INSTANT:
        formatted = cx_instant_format(value->instant);
        g_string_append(out, formatted);
        break;
    case CX_VALUE_OBJECT:
    case CX_VALUE_LIST:
    case CX_VALUE_NULL:
    case CX_VALUE_N:
        break;
    }
}

/* ---- Escaping ---- */

/* The reference a byte is written as, or NULL when it stands for itself. */
static const char *
reference(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        break;
    }
    const bool is_blank = byte == '\t' || byte == '\n' || byte == '\r';
    return (byte < 0x20 && !is_blank) || byte == 0x7f ? "\xef\xbf\xbd" : NULL;
}

void
cx_escape_append(GString *out, const char *text, size_t len_bytes)
{
    const char *const end = text + len_bytes;
    const char *plain = text; /* what is to be copied as it is starts here */
    while (text < end) {
        const unsigned char byte = (unsigned char)*text;
        const char *instead = NULL;
        size_t step_bytes = 1;
        if (byte < 0x80) {
            instead = reference(byte);
        } else {
            const gunichar c = g_utf8_get_char_validated(text, end - text);
            if (c == (gunichar)-1 || c == (gunichar)-2)
                instead = "\xef\xbf\xbd";
            else
                step_bytes = (size_t)g_unichar_to_utf8(c, NULL);
        }
        if (instead != NULL) {
            g_string_append_len(out, plain, text - plain);
            g_string_append(out, instead);
            plain = text + 1;
        }
        text += step_bytes;
    }
    g_string_append_len(out, plain, end - plain);
}
