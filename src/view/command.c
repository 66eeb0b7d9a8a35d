#include "view/command.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "lang/assert.h"
#include "view/command_priv.h"

const CxCommandField *
cx_command_field_find(const CxCommandType *type, const char *name)
{
    for (size_t i = 0; i < type->n_fields; i++) {
        if (strcmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    }
    return NULL;
}

size_t
cx_command_field_bytes_max(const CxCommandField *field)
{
    if (field->bytes_max > 0)
        return field->bytes_max;
    if (field->kind == CX_COMMAND_SECRET)
        return CX_PASSWORD_BYTES_MAX;
    return field->kind == CX_COMMAND_NOTE ? CX_TEXT_BYTES_MAX : CX_NAME_BYTES_MAX;
}

bool
cx_command_is_yes(const char *value)
{
    return strcmp(value, "true") == 0 || strcmp(value, "on") == 0 || strcmp(value, "1") == 0;
}

/* ---- A command as text ---- */

/* The text a form would hold, or NULL for nothing. */
static const char *
member_text(const CxCommandField *field, const void *at, CxArena *arena)
{
    switch (field->kind) {
    case CX_COMMAND_TEXT:
    case CX_COMMAND_NOTE:
    case CX_COMMAND_CHOICE:
        return *(const char *const *)at;
    case CX_COMMAND_INT:
        if (*(const int64_t *)at == CX_COMMAND_INT_NONE)
            return NULL;
        return cx_arena_printf(arena, "%" PRId64, *(const int64_t *)at);
    case CX_COMMAND_DAY:
        if (cx_day_is_none(*(const CxDay *)at))
            return NULL;
        return cx_arena_take(arena, cx_day_format(*(const CxDay *)at));
    case CX_COMMAND_FLAG:
        return *(const bool *)at ? "true" : NULL;
    case CX_COMMAND_SECRET:
    case CX_COMMAND_N:
        break;
    }
    return NULL;
}

const CxCommandPair *
cx_command_pairs(const CxCommandType *type, const void *command, CxArena *arena, size_t *ret_n)
{
    CxCommandPair *pairs = cx_arena_new0_n(arena, CxCommandPair, type->n_fields + 1);
    size_t n = 0;
    for (size_t i = 0; i < type->n_fields; i++) {
        const CxCommandField *field = &type->fields[i];
        const char *text = member_text(field, (const char *)command + field->offset, arena);
        if (text != NULL)
            pairs[n++] = (CxCommandPair){ .name = field->name, .value = text };
    }
    *ret_n = n;
    return pairs;
}

/* ---- Checks of a table ---- */

static bool
check_key(const CxCommandType *type, const CxCommandField *field, const char *key,
          const CxCatalogue *catalogue, GError **error)
{
    const CxMessage *message = key == NULL ? NULL : cx_catalogue_find(catalogue, key);
    if (key == NULL || (message != NULL && cx_message_constant(message) != NULL))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                "command \"%s\", field \"%s\": there is no plain message \"%s\"", type->name,
                field->name, key);
    return false;
}

bool
cx_command_type_check(const CxCommandType *type, const CxCatalogue *catalogue, GError **error)
{
    for (size_t i = 0; i < type->n_fields; i++) {
        const CxCommandField *field = &type->fields[i];
        if (!check_key(type, field, field->label_key, catalogue, error) ||
            !check_key(type, field, field->hint_key, catalogue, error))
            return false;
        const CxCommandChoice *choice = field->choices;
        for (; choice != NULL && choice->value != NULL; choice++) {
            if (!check_key(type, field, choice->label_key, catalogue, error))
                return false;
        }
    }
    return true;
}

/* ---- JSON Schema ---- */

static void
write_choices(const CxCommandField *field, CxJsonWriter *writer)
{
    if (field->choices == NULL)
        return;
    cx_json_writer_name(writer, "enum");
    cx_json_writer_begin_array(writer);
    for (const CxCommandChoice *choice = field->choices; choice->value != NULL; choice++)
        cx_json_writer_text(writer, choice->value);
    cx_json_writer_end_array(writer);
}

static void
write_kind(const CxCommandField *field, CxJsonWriter *writer)
{
    switch (field->kind) {
    case CX_COMMAND_TEXT:
    case CX_COMMAND_NOTE:
    case CX_COMMAND_SECRET:
    case CX_COMMAND_CHOICE:
        cx_json_writer_put_text(writer, "type", "string");
        if (field->kind == CX_COMMAND_SECRET)
            cx_json_writer_put_flag(writer, "writeOnly", true);
        if (field->kind == CX_COMMAND_CHOICE)
            write_choices(field, writer);
        else
            cx_json_writer_put_int(writer, "maxLength", (int64_t)cx_command_field_bytes_max(field));
        break;
    case CX_COMMAND_INT:
        cx_json_writer_put_text(writer, "type", "integer");
        if (field->lo != 0 || field->hi != 0) {
            cx_json_writer_put_int(writer, "minimum", field->lo);
            cx_json_writer_put_int(writer, "maximum", field->hi);
        }
        break;
    case CX_COMMAND_DAY:
        cx_json_writer_put_text(writer, "type", "string");
        cx_json_writer_put_text(writer, "format", "date");
        break;
    case CX_COMMAND_FLAG:
        cx_json_writer_put_text(writer, "type", "boolean");
        break;
    case CX_COMMAND_N:
        break;
    }
}

void
cx_command_type_write_schema(const CxCommandType *type, CxJsonWriter *writer)
{
    cx_json_writer_begin_object(writer);
    cx_json_writer_put_text(writer, "title", type->name);
    cx_json_writer_put_text(writer, "description", type->about);
    cx_json_writer_put_text(writer, "type", "object");
    cx_json_writer_name(writer, "properties");
    cx_json_writer_begin_object(writer);
    for (size_t i = 0; i < type->n_fields; i++) {
        const CxCommandField *field = &type->fields[i];
        cx_json_writer_name(writer, field->name);
        cx_json_writer_begin_object(writer);
        if (field->about != NULL)
            cx_json_writer_put_text(writer, "description", field->about);
        write_kind(field, writer);
        cx_json_writer_end_object(writer);
    }
    cx_json_writer_end_object(writer);
    cx_json_writer_name(writer, "required");
    cx_json_writer_begin_array(writer);
    for (size_t i = 0; i < type->n_fields; i++) {
        if (type->fields[i].is_required)
            cx_json_writer_text(writer, type->fields[i].name);
    }
    cx_json_writer_end_array(writer);
    cx_json_writer_put_flag(writer, "additionalProperties", false);
    cx_json_writer_end_object(writer);
}
