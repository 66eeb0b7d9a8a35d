/* Reading JSON that people wrote: every refusal names the path of what it refuses. */
#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "codec/json.h"
#include "lang/assert.h"

bool
cx_json_fail(const CxJson *json, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *words = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *path = cx_json_path(json);
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s: %s", path, words);
    return false;
}

static bool
fail_type(const CxJson *json, CxJsonType wanted, GError **error)
{
    return cx_json_fail(json, error, "expected %s, got %s", cx_json_type_name(wanted),
                        cx_json_type_name(cx_json_type(json)));
}

static bool
fail_missing(const CxJson *json, const char *name, GError **error)
{
    if (cx_json_type(json) != CX_JSON_OBJECT)
        return fail_type(json, CX_JSON_OBJECT, error);
    return cx_json_fail(json, error, "\"%s\" is missing", name);
}

/* ---- The value, checked ---- */

bool
cx_json_check_type(const CxJson *json, CxJsonType type, GError **error)
{
    return cx_json_type(json) == type || fail_type(json, type, error);
}

bool
cx_json_check_names(const CxJson *json, const char *const *names, GError **error)
{
    if (!cx_json_check_type(json, CX_JSON_OBJECT, error))
        return false;
    for (size_t i = 0; i < cx_json_n(json); i++) {
        const CxJson *child = cx_json_at(json, i);
        if (!g_strv_contains(names, cx_json_name(child)))
            return cx_json_fail(json, error, "\"%s\" is not a name used here", cx_json_name(child));
    }
    return true;
}

bool
cx_json_read_text(const CxJson *json, const char **ret_text, GError **error)
{
    const char *text = cx_json_text(json, NULL);
    if (text == NULL)
        return fail_type(json, CX_JSON_TEXT, error);
    *ret_text = text;
    return true;
}

bool
cx_json_read_int(const CxJson *json, int64_t *ret_value, GError **error)
{
    const int64_t value = cx_json_int(json, 0);
    if (value == 0 && cx_json_int(json, 1) == 1)
        return fail_type(json, CX_JSON_INT, error);
    *ret_value = value;
    return true;
}

bool
cx_json_read_number(const CxJson *json, double *ret_value, GError **error)
{
    const CxJsonType type = cx_json_type(json);
    if (type != CX_JSON_INT && type != CX_JSON_NUMBER)
        return fail_type(json, CX_JSON_NUMBER, error);
    *ret_value = cx_json_number(json, 0.0);
    return true;
}

bool
cx_json_read_flag(const CxJson *json, bool *ret_flag, GError **error)
{
    if (!cx_json_check_type(json, CX_JSON_FLAG, error))
        return false;
    *ret_flag = cx_json_flag(json, false);
    return true;
}

/* ---- A member, checked ---- */

bool
cx_json_need_text(const CxJson *json, const char *name, const char **ret_text, GError **error)
{
    const CxJson *member = cx_json_member(json, name);
    if (member == NULL)
        return fail_missing(json, name, error);
    return cx_json_read_text(member, ret_text, error);
}

bool
cx_json_need_int(const CxJson *json, const char *name, int64_t *ret_value, GError **error)
{
    const CxJson *member = cx_json_member(json, name);
    if (member == NULL)
        return fail_missing(json, name, error);
    return cx_json_read_int(member, ret_value, error);
}

bool
cx_json_need_number(const CxJson *json, const char *name, double *ret_value, GError **error)
{
    const CxJson *member = cx_json_member(json, name);
    if (member == NULL)
        return fail_missing(json, name, error);
    return cx_json_read_number(member, ret_value, error);
}

bool
cx_json_need_flag(const CxJson *json, const char *name, bool *ret_flag, GError **error)
{
    const CxJson *member = cx_json_member(json, name);
    if (member == NULL)
        return fail_missing(json, name, error);
    return cx_json_read_flag(member, ret_flag, error);
}

const CxJson *
cx_json_need(const CxJson *json, const char *name, CxJsonType type, GError **error)
{
    const CxJson *member = cx_json_member(json, name);
    if (member == NULL) {
        (void)fail_missing(json, name, error); /* it says false, we say NULL */
        return NULL;
    }
    return cx_json_check_type(member, type, error) ? member : NULL;
}

/* The member, or *ret_json NULL when it is absent or null; fails when json is there but no object. */
static bool
find_option(const CxJson *json, const char *name, const CxJson **ret_json, GError **error)
{
    if (json != NULL && !cx_json_check_type(json, CX_JSON_OBJECT, error))
        return false;
    const CxJson *member = cx_json_member(json, name);
    *ret_json = cx_json_type(member) == CX_JSON_NULL ? NULL : member;
    return true;
}

bool
cx_json_option_text(const CxJson *json, const char *name, const char *fallback,
                    const char **ret_text, GError **error)
{
    const CxJson *member = NULL;
    if (!find_option(json, name, &member, error))
        return false;
    if (member != NULL)
        return cx_json_read_text(member, ret_text, error);
    *ret_text = fallback;
    return true;
}

bool
cx_json_option_int(const CxJson *json, const char *name, int64_t fallback, int64_t *ret_value,
                   GError **error)
{
    const CxJson *member = NULL;
    if (!find_option(json, name, &member, error))
        return false;
    if (member != NULL)
        return cx_json_read_int(member, ret_value, error);
    *ret_value = fallback;
    return true;
}

bool
cx_json_option_number(const CxJson *json, const char *name, double fallback, double *ret_value,
                      GError **error)
{
    const CxJson *member = NULL;
    if (!find_option(json, name, &member, error))
        return false;
    if (member != NULL)
        return cx_json_read_number(member, ret_value, error);
    *ret_value = fallback;
    return true;
}

bool
cx_json_option_flag(const CxJson *json, const char *name, bool fallback, bool *ret_flag,
                    GError **error)
{
    const CxJson *member = NULL;
    if (!find_option(json, name, &member, error))
        return false;
    if (member != NULL)
        return cx_json_read_flag(member, ret_flag, error);
    *ret_flag = fallback;
    return true;
}

bool
cx_json_option(const CxJson *json, const char *name, CxJsonType type, const CxJson **ret_json,
               GError **error)
{
    const CxJson *member = NULL;
    if (!find_option(json, name, &member, error))
        return false;
    if (member != NULL && !cx_json_check_type(member, type, error))
        return false;
    *ret_json = member;
    return true;
}
