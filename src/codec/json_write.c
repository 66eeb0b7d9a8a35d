/* Writing JSON. The writer keeps what is open as a short stack and knows when a comma, a name or a
 * line break is due. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "lang/assert.h"

typedef struct {
    bool is_object;
    bool has_children;
} JsonLevel;

struct CxJsonWriter {
    GString *out; /* borrowed */
    CxJsonStyle style;
    size_t depth;  /* of what is open, 0..CX_JSON_DEPTH_MAX */
    bool is_named; /* a name was written, its value is due */
    bool is_done;  /* the one value was written */
    JsonLevel levels[CX_JSON_DEPTH_MAX + 1];
};

CxJsonWriter *
cx_json_writer_new(GString *out, CxJsonStyle style)
{
    CxJsonWriter *writer = g_new0(CxJsonWriter, 1);
    writer->out = out;
    writer->style = style;
    return writer;
}

void
cx_json_writer_free(CxJsonWriter *writer)
{
    g_free(writer);
}

bool
cx_json_writer_is_done(const CxJsonWriter *writer)
{
    return writer->is_done && writer->depth == 0;
}

static void
break_line(CxJsonWriter *writer)
{
    if (writer->style == CX_JSON_COMPACT)
        return;
    g_string_append_c(writer->out, '\n');
    for (size_t i = 0; i < writer->depth; i++)
        g_string_append(writer->out, "  ");
}

/* Before a name in an object or a value in an array. */
static void
separate(CxJsonWriter *writer)
{
    JsonLevel *level = &writer->levels[writer->depth];
    if (level->has_children)
        g_string_append_c(writer->out, ',');
    level->has_children = true;
    break_line(writer);
}

static void
begin_value(CxJsonWriter *writer)
{
    if (writer->depth == 0) {
        cx_assert(!writer->is_done);
        writer->is_done = true;
    } else if (writer->levels[writer->depth].is_object) {
        cx_assert(writer->is_named);
        writer->is_named = false;
    } else {
        separate(writer);
    }
}

static void
begin_level(CxJsonWriter *writer, bool is_object)
{
    begin_value(writer);
    cx_assert(writer->depth < CX_JSON_DEPTH_MAX);
    writer->depth++;
    writer->levels[writer->depth] = (JsonLevel){ .is_object = is_object };
    g_string_append_c(writer->out, is_object ? '{' : '[');
}

static void
end_level(CxJsonWriter *writer, bool is_object)
{
    cx_assert(writer->depth > 0);
    const JsonLevel level = writer->levels[writer->depth];
    cx_assert(level.is_object == is_object);
    cx_assert(!writer->is_named);
    writer->depth--;
    if (level.has_children)
        break_line(writer);
    g_string_append_c(writer->out, is_object ? '}' : ']');
}

void
cx_json_writer_begin_object(CxJsonWriter *writer)
{
    begin_level(writer, true);
}

void
cx_json_writer_end_object(CxJsonWriter *writer)
{
    end_level(writer, true);
}

void
cx_json_writer_begin_array(CxJsonWriter *writer)
{
    begin_level(writer, false);
}

void
cx_json_writer_end_array(CxJsonWriter *writer)
{
    end_level(writer, false);
}

static void
append_escape(GString *out, char byte)
{
    switch (byte) {
    case '"':
        g_string_append(out, "\\\"");
        break;
    case '\\':
        g_string_append(out, "\\\\");
        break;
    case '\n':
        g_string_append(out, "\\n");
        break;
    case '\r':
        g_string_append(out, "\\r");
        break;
    case '\t':
        g_string_append(out, "\\t");
        break;
    default:
        g_string_append_printf(out, "\\u%04x", (unsigned char)byte);
        break;
    }
}

/* UTF-8 already. */
static void
append_text(GString *out, const char *text, size_t len_bytes)
{
    g_string_append_c(out, '"');
    size_t i_plain = 0;
    for (size_t i = 0; i < len_bytes; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        g_string_append_len(out, text + i_plain, (gssize)(i - i_plain));
        append_escape(out, text[i]);
        i_plain = i + 1;
    }
    g_string_append_len(out, text + i_plain, (gssize)(len_bytes - i_plain));
    g_string_append_c(out, '"');
}

static void
append_any_text(GString *out, const char *text, size_t len_bytes)
{
    /* g_utf8_validate_len refuses NUL, which JSON can write. */
    if (g_utf8_validate_len(text, len_bytes, NULL)) {
        append_text(out, text, len_bytes);
        return;
    }
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)len_bytes);
    append_text(out, valid, strlen(valid));
}

void
cx_json_writer_name(CxJsonWriter *writer, const char *name)
{
    cx_assert(writer->depth > 0 && writer->levels[writer->depth].is_object);
    cx_assert(!writer->is_named);
    separate(writer);
    append_any_text(writer->out, name, strlen(name));
    g_string_append(writer->out, writer->style == CX_JSON_COMPACT ? ":" : ": ");
    writer->is_named = true;
}

void
cx_json_writer_text(CxJsonWriter *writer, const char *text)
{
    if (text == NULL)
        cx_json_writer_null(writer);
    else
        cx_json_writer_text_n(writer, text, strlen(text));
}

void
cx_json_writer_text_n(CxJsonWriter *writer, const char *text, size_t len_bytes)
{
    begin_value(writer);
    append_any_text(writer->out, text, len_bytes);
}

void
cx_json_writer_int(CxJsonWriter *writer, int64_t value)
{
    begin_value(writer);
    g_string_append_printf(writer->out, "%" PRId64, value);
}

void
cx_json_writer_number(CxJsonWriter *writer, double value)
{
    begin_value(writer);
    if (!isfinite(value))
        g_string_append(writer->out, "null");
    else if (fpclassify(value) == FP_ZERO)
        g_string_append_c(writer->out, '0'); /* "-0" would read back as the integer 0 */
    else
        cx_text_append_double(writer->out, value);
}

void
cx_json_writer_flag(CxJsonWriter *writer, bool flag)
{
    begin_value(writer);
    g_string_append(writer->out, flag ? "true" : "false");
}

void
cx_json_writer_null(CxJsonWriter *writer)
{
    begin_value(writer);
    g_string_append(writer->out, "null");
}

void
cx_json_writer_raw(CxJsonWriter *writer, const char *json)
{
    begin_value(writer);
    g_string_append(writer->out, json);
}

void
cx_json_writer_json(CxJsonWriter *writer, const CxJson *json)
{
    switch (cx_json_type(json)) {
    case CX_JSON_FLAG:
        cx_json_writer_flag(writer, cx_json_flag(json, false));
        return;
    case CX_JSON_INT:
        cx_json_writer_int(writer, cx_json_int(json, 0));
        return;
    case CX_JSON_NUMBER:
        cx_json_writer_number(writer, cx_json_number(json, 0.0));
        return;
    case CX_JSON_TEXT:
        cx_json_writer_text(writer, cx_json_text(json, NULL));
        return;
    case CX_JSON_ARRAY:
        cx_json_writer_begin_array(writer);
        for (size_t i = 0; i < cx_json_n(json); i++)
            cx_json_writer_json(writer, cx_json_at(json, i));
        cx_json_writer_end_array(writer);
        return;
    case CX_JSON_OBJECT:
        cx_json_writer_begin_object(writer);
        for (size_t i = 0; i < cx_json_n(json); i++) {
            cx_json_writer_name(writer, cx_json_name(cx_json_at(json, i)));
            cx_json_writer_json(writer, cx_json_at(json, i));
        }
        cx_json_writer_end_object(writer);
        return;
    case CX_JSON_NULL:
    case CX_JSON_N:
        break;
    }
    cx_json_writer_null(writer);
}

void
cx_json_writer_put_text(CxJsonWriter *writer, const char *name, const char *text)
{
    cx_json_writer_name(writer, name);
    cx_json_writer_text(writer, text);
}

void
cx_json_writer_put_int(CxJsonWriter *writer, const char *name, int64_t value)
{
    cx_json_writer_name(writer, name);
    cx_json_writer_int(writer, value);
}

void
cx_json_writer_put_number(CxJsonWriter *writer, const char *name, double value)
{
    cx_json_writer_name(writer, name);
    cx_json_writer_number(writer, value);
}

void
cx_json_writer_put_flag(CxJsonWriter *writer, const char *name, bool flag)
{
    cx_json_writer_name(writer, name);
    cx_json_writer_flag(writer, flag);
}
