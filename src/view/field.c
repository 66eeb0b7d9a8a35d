#include "view/field.h"

#include <string.h>

#include "codec/json.h"
#include "view/value.h"

const CxViewType cx_view_text_type = {
    .name = "Text",
    .size_bytes = sizeof(const char *),
    .about = "A text",
};

const CxViewField *
cx_view_field_find(const CxViewType *type, const char *name)
{
    for (size_t i = 0; i < type->n_fields; i++) {
        if (strcmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    }
    return NULL;
}

/* ---- JSON ---- */

static void
write_value(const CxValue *value, CxJsonWriter *writer)
{
    switch (value->kind) {
    case CX_VALUE_TEXT:
    case CX_VALUE_MARKUP:
        cx_json_writer_text(writer, value->text);
        break;
    case CX_VALUE_COUNT:
        cx_json_writer_int(writer, value->count);
        break;
    case CX_VALUE_NUMBER:
        cx_json_writer_number(writer, value->number);
        break;
    case CX_VALUE_FLAG:
        cx_json_writer_flag(writer, value->flag);
        break;
    case CX_VALUE_DAY:
    case CX_VALUE_INSTANT: {
        g_autoptr(GString) text = g_string_new(NULL);
        cx_value_append(value, text);
        cx_json_writer_text(writer, text->str);
        break;
    }
    case CX_VALUE_OBJECT:
        cx_view_write_json(value->in.type, value->in.data, writer);
        break;
    case CX_VALUE_LIST:
        cx_json_writer_begin_array(writer);
        for (size_t i = 0; i < value->in.n; i++) {
            const CxValue item = cx_value_item(value, i);
            write_value(&item, writer);
        }
        cx_json_writer_end_array(writer);
        break;
    case CX_VALUE_NULL:
    case CX_VALUE_N:
        cx_json_writer_null(writer);
        break;
    }
}

void
cx_view_write_json(const CxViewType *type, const void *view, CxJsonWriter *writer)
{
    cx_json_writer_begin_object(writer);
    for (size_t i = 0; i < type->n_fields; i++) {
        const CxViewField *field = &type->fields[i];
        if (field->where == CX_FIELD_ON_PAGE)
            continue;
        const CxValue value = cx_value_of_member(field, view);
        cx_json_writer_name(writer, field->name);
        write_value(&value, writer);
    }
    cx_json_writer_end_object(writer);
}

/* ---- Markup ---- */

static void
append_markup(const CxValue *value, GString *out)
{
    switch (value->kind) {
    case CX_VALUE_MARKUP:
        g_string_append(out, value->text);
        break;
    case CX_VALUE_OBJECT:
        cx_view_append_markup(value->in.type, value->in.data, out);
        break;
    case CX_VALUE_LIST:
        for (size_t i = 0; i < value->in.n; i++) {
            const CxValue item = cx_value_item(value, i);
            append_markup(&item, out);
        }
        break;
    case CX_VALUE_TEXT:
    case CX_VALUE_COUNT:
    case CX_VALUE_NUMBER:
    case CX_VALUE_FLAG:
    case CX_VALUE_DAY:
    case CX_VALUE_INSTANT:
    case CX_VALUE_NULL:
    case CX_VALUE_N:
        break;
    }
}

void
cx_view_append_markup(const CxViewType *type, const void *view, GString *out)
{
    for (size_t i = 0; i < type->n_fields; i++) {
        const CxValue value = cx_value_of_member(&type->fields[i], view);
        append_markup(&value, out);
    }
}

/* ---- JSON Schema ---- */

static void write_schema(const CxViewType *type, CxJsonWriter *writer, int depth);

static void
write_types(CxJsonWriter *writer, const char *type, const char *format)
{
    cx_json_writer_name(writer, "type");
    cx_json_writer_begin_array(writer);
    cx_json_writer_text(writer, type);
    cx_json_writer_text(writer, "null");
    cx_json_writer_end_array(writer);
    if (format != NULL)
        cx_json_writer_put_text(writer, "format", format);
}

/* Members of the schema of one field, but for its description. */
static void
write_field_schema(const CxViewField *field, CxJsonWriter *writer, int depth)
{
    switch (field->kind) {
    case CX_FIELD_TEXT:
    case CX_FIELD_MARKUP:
        write_types(writer, "string", NULL);
        break;
    case CX_FIELD_COUNT:
        cx_json_writer_put_text(writer, "type", "integer");
        break;
    case CX_FIELD_NUMBER:
        write_types(writer, "number", NULL);
        break;
    case CX_FIELD_FLAG:
        cx_json_writer_put_text(writer, "type", "boolean");
        break;
    case CX_FIELD_DAY:
        write_types(writer, "string", "date");
        break;
    case CX_FIELD_INSTANT:
        write_types(writer, "string", "date-time");
        break;
    case CX_FIELD_OBJECT:
        cx_json_writer_name(writer, "anyOf");
        cx_json_writer_begin_array(writer);
        write_schema(field->type, writer, depth + 1);
        cx_json_writer_begin_object(writer);
        cx_json_writer_put_text(writer, "type", "null");
        cx_json_writer_end_object(writer);
        cx_json_writer_end_array(writer);
        break;
    case CX_FIELD_OBJECT_IN:
        cx_json_writer_name(writer, "allOf");
        cx_json_writer_begin_array(writer);
        write_schema(field->type, writer, depth + 1);
        cx_json_writer_end_array(writer);
        break;
    case CX_FIELD_LIST:
        cx_json_writer_put_text(writer, "type", "array");
        cx_json_writer_name(writer, "items");
        write_schema(field->type, writer, depth + 1);
        break;
    case CX_FIELD_N:
        break;
    }
}

static void
write_properties(const CxViewType *type, CxJsonWriter *writer, int depth)
{
    cx_json_writer_name(writer, "properties");
    cx_json_writer_begin_object(writer);
    for (size_t i = 0; i < type->n_fields; i++) {
        const CxViewField *field = &type->fields[i];
        if (field->where == CX_FIELD_ON_PAGE)
            continue;
        cx_json_writer_name(writer, field->name);
        cx_json_writer_begin_object(writer);
        cx_json_writer_put_text(writer, "description", field->about);
        write_field_schema(field, writer, depth);
        cx_json_writer_end_object(writer);
    }
    cx_json_writer_end_object(writer);
    cx_json_writer_name(writer, "required");
    cx_json_writer_begin_array(writer);
    for (size_t i = 0; i < type->n_fields; i++) {
        if (type->fields[i].where != CX_FIELD_ON_PAGE)
            cx_json_writer_text(writer, type->fields[i].name);
    }
    cx_json_writer_end_array(writer);
}

/* A level of types takes four of JSON: schema, properties, field, anyOf. */
#define SCHEMA_DEPTH_MAX 8

static void
write_schema(const CxViewType *type, CxJsonWriter *writer, int depth)
{
    cx_json_writer_begin_object(writer);
    if (type == &cx_view_text_type) {
        cx_json_writer_put_text(writer, "type", "string");
    } else {
        cx_json_writer_put_text(writer, "title", type->name);
        cx_json_writer_put_text(writer, "description", type->about);
        cx_json_writer_put_text(writer, "type", "object");
        if (depth < SCHEMA_DEPTH_MAX)
            write_properties(type, writer, depth);
    }
    cx_json_writer_end_object(writer);
}

void
cx_view_type_write_schema(const CxViewType *type, CxJsonWriter *writer)
{
    write_schema(type, writer, 0);
}
