/* Members of a mapping document, each with its issues. */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "feedback/mapping_priv.h"
#include "feedback/near.h"

void
cx_mapping_issue(CxMappingReader *reader, const CxJson *json, const char *name, const char *code,
                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);

    g_autofree char *path = cx_json_path(json);
    g_autofree char *field = NULL;
    if (name == NULL)
        field = g_strdup(path);
    else
        field = g_strconcat(path, g_str_has_suffix(path, "/") ? "" : "/", name, NULL);
    cx_issues_add(reader->issues, field, code, "%s", text);
}

/* The member, or NULL after an issue if it is needed or of another type. */
static const CxJson *
member(CxMappingReader *reader, const CxJson *json, const char *name, CxMemberNeed need)
{
    const CxJson *value = cx_json_member(json, name);
    if (value != NULL && cx_json_type(value) != CX_JSON_NULL)
        return value;
    if (need == CX_MEMBER_NEEDED)
        cx_mapping_issue(reader, json, name, "required", "is needed");
    return NULL;
}

static bool
check_type(CxMappingReader *reader, const CxJson *value, CxJsonType type)
{
    if (cx_json_type(value) == type)
        return true;
    cx_mapping_issue(reader, value, NULL, "type", "should be %s, is %s", cx_json_type_name(type),
                     cx_json_type_name(cx_json_type(value)));
    return false;
}

const char *
cx_mapping_text(CxMappingReader *reader, const CxJson *json, const char *name, CxMemberNeed need,
                size_t len_bytes_max)
{
    const CxJson *value = member(reader, json, name, need);
    if (value == NULL || !check_type(reader, value, CX_JSON_TEXT))
        return NULL;

    char *text = cx_text_trim(cx_arena_text(reader->arena, cx_json_text(value, "")));
    if (*text == '\0') {
        cx_mapping_issue(reader, value, NULL, "required", "is empty");
        return NULL;
    }
    if (strlen(text) > len_bytes_max) {
        cx_mapping_issue(reader, value, NULL, "too_long", "has %zu bytes, the limit is %zu",
                         strlen(text), len_bytes_max);
        return NULL;
    }
    if (!cx_text_is_clean(text)) {
        cx_mapping_issue(reader, value, NULL, "text", "holds control characters");
        return NULL;
    }
    return text;
}

const char *
cx_mapping_key(CxMappingReader *reader, const CxJson *json, const char *name, CxMemberNeed need)
{
    const char *text = cx_mapping_text(reader, json, name, need, CX_KEY_BYTES_MAX);
    if (text == NULL || cx_text_is_key(text))
        return text;
    cx_mapping_issue(reader, json, name, "key",
                     "\"%s\" is not a key: use a-z, 0-9, _ and - beginning with a letter or digit",
                     text);
    return NULL;
}

int64_t
cx_mapping_int(CxMappingReader *reader, const CxJson *json, const char *name, int64_t fallback)
{
    const CxJson *value = member(reader, json, name, CX_MEMBER_OPTIONAL);
    if (value == NULL || !check_type(reader, value, CX_JSON_INT))
        return fallback;
    return cx_json_int(value, fallback);
}

bool
cx_mapping_flag(CxMappingReader *reader, const CxJson *json, const char *name, bool fallback)
{
    const CxJson *value = member(reader, json, name, CX_MEMBER_OPTIONAL);
    if (value == NULL || !check_type(reader, value, CX_JSON_FLAG))
        return fallback;
    return cx_json_flag(value, fallback);
}

CxDay
cx_mapping_day(CxMappingReader *reader, const CxJson *json, const char *name)
{
    const char *text = cx_mapping_text(reader, json, name, CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    if (text == NULL)
        return CX_DAY_NONE;
    CxDay day = CX_DAY_NONE;
    g_autoptr(GError) error = NULL;
    if (!cx_day_parse(text, &day, &error)) {
        cx_mapping_issue(reader, json, name, "date", "%s", error->message);
        return CX_DAY_NONE;
    }
    return day;
}

const CxJson *
cx_mapping_tree(CxMappingReader *reader, const CxJson *json, const char *name, CxJsonType type,
                CxMemberNeed need)
{
    const CxJson *value = member(reader, json, name, need);
    if (value == NULL || !check_type(reader, value, type))
        return NULL;
    return value;
}

void
cx_mapping_check_names(CxMappingReader *reader, const CxJson *json, const char *const *names)
{
    size_t n_names = 0;
    while (names[n_names] != NULL)
        n_names++;
    for (size_t i = 0; i < cx_json_n(json); i++) {
        const CxJson *value = cx_json_at(json, i);
        const char *name = cx_json_name(value);
        if (name == NULL || g_strv_contains(names, name))
            continue;
        const char *near = cx_near_find(name, names, n_names);
        if (near != NULL) {
            cx_mapping_issue(reader, value, NULL, "unknown", "is not known; did you mean \"%s\"?",
                             near);
        } else {
            cx_mapping_issue(reader, value, NULL, "unknown", "is not known");
        }
    }
}

const char *
cx_mapping_source(CxMappingReader *reader, const CxJson *json)
{
    if (cx_json_type(json) == CX_JSON_TEXT)
        return cx_text_trim(cx_arena_text(reader->arena, cx_json_text(json, "")));
    if (cx_json_type(json) == CX_JSON_INT)
        return cx_arena_printf(reader->arena, "%" PRId64, cx_json_int(json, 0));
    cx_mapping_issue(reader, json, NULL, "type", "should be a text or a whole number, is %s",
                     cx_json_type_name(cx_json_type(json)));
    return NULL;
}
