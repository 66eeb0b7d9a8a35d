#include "codec/document.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/near.h"
#include "base/text.h"

void
cx_document_issue(CxDocument *document, const CxJson *json, const char *name, const char *code,
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
    cx_issues_add(document->issues, field, code, "%s", text);
}

/* The member, or NULL after an issue if it is needed or of another type. */
static const CxJson *
member(CxDocument *document, const CxJson *json, const char *name, CxMemberNeed need)
{
    const CxJson *value = cx_json_member(json, name);
    if (value != NULL && cx_json_type(value) != CX_JSON_NULL)
        return value;
    if (need == CX_MEMBER_NEEDED)
        cx_document_issue(document, json, name, "required", "is needed");
    return NULL;
}

static bool
check_type(CxDocument *document, const CxJson *value, CxJsonType type)
{
    if (cx_json_type(value) == type)
        return true;
    cx_document_issue(document, value, NULL, "type", "should be %s, is %s", cx_json_type_name(type),
                      cx_json_type_name(cx_json_type(value)));
    return false;
}

const char *
cx_document_text(CxDocument *document, const CxJson *json, const char *name, CxMemberNeed need,
                 size_t len_bytes_max)
{
    const CxJson *value = member(document, json, name, need);
    if (value == NULL || !check_type(document, value, CX_JSON_TEXT))
        return NULL;

    char *text = cx_text_trim(cx_arena_text(document->arena, cx_json_text(value, "")));
    if (*text == '\0') {
        cx_document_issue(document, value, NULL, "required", "is empty");
        return NULL;
    }
    if (strlen(text) > len_bytes_max) {
        cx_document_issue(document, value, NULL, "too_long", "has %zu bytes, the limit is %zu",
                          strlen(text), len_bytes_max);
        return NULL;
    }
    if (!cx_text_is_clean(text)) {
        cx_document_issue(document, value, NULL, "text", "holds control characters");
        return NULL;
    }
    return text;
}

const char *
cx_document_key(CxDocument *document, const CxJson *json, const char *name, CxMemberNeed need)
{
    const char *text = cx_document_text(document, json, name, need, CX_KEY_BYTES_MAX);
    if (text == NULL || cx_text_is_key(text))
        return text;
    cx_document_issue(document, json, name, "key",
                      "\"%s\" is not a key: use a-z, 0-9, _ and - beginning with a letter or digit",
                      text);
    return NULL;
}

int64_t
cx_document_int(CxDocument *document, const CxJson *json, const char *name, int64_t fallback)
{
    const CxJson *value = member(document, json, name, CX_MEMBER_OPTIONAL);
    if (value == NULL || !check_type(document, value, CX_JSON_INT))
        return fallback;
    return cx_json_int(value, fallback);
}

bool
cx_document_flag(CxDocument *document, const CxJson *json, const char *name, bool fallback)
{
    const CxJson *value = member(document, json, name, CX_MEMBER_OPTIONAL);
    if (value == NULL || !check_type(document, value, CX_JSON_FLAG))
        return fallback;
    return cx_json_flag(value, fallback);
}

CxDay
cx_document_day(CxDocument *document, const CxJson *json, const char *name)
{
    const char *text = cx_document_text(document, json, name, CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    if (text == NULL)
        return CX_DAY_NONE;
    CxDay day = CX_DAY_NONE;
    g_autoptr(GError) error = NULL;
    if (!cx_day_parse(text, &day, &error)) {
        cx_document_issue(document, json, name, "date", "%s", error->message);
        return CX_DAY_NONE;
    }
    return day;
}

const CxJson *
cx_document_tree(CxDocument *document, const CxJson *json, const char *name, CxJsonType type,
                 CxMemberNeed need)
{
    const CxJson *value = member(document, json, name, need);
    if (value == NULL || !check_type(document, value, type))
        return NULL;
    return value;
}

void
cx_document_check_names(CxDocument *document, const CxJson *json, const char *const *names)
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
            cx_document_issue(document, value, NULL, "unknown",
                              "is not known; did you mean \"%s\"?", near);
        } else {
            cx_document_issue(document, value, NULL, "unknown", "is not known");
        }
    }
}

const char *
cx_document_source(CxDocument *document, const CxJson *json)
{
    if (cx_json_type(json) == CX_JSON_TEXT)
        return cx_text_trim(cx_arena_text(document->arena, cx_json_text(json, "")));
    if (cx_json_type(json) == CX_JSON_INT)
        return cx_arena_printf(document->arena, "%" PRId64, cx_json_int(json, 0));
    cx_document_issue(document, json, NULL, "type", "should be a text or a whole number, is %s",
                      cx_json_type_name(cx_json_type(json)));
    return NULL;
}
