/* JSON: what parses is written, read and written the same again; what does not says why. */
#include "fuzz.h"

#include <string.h>

#include "base/error.h"
#include "codec/json.h"

static char *
write_json(const CxJson *json, CxJsonStyle style)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, style);
    cx_json_writer_json(writer, json);
    g_assert_true(cx_json_writer_is_done(writer));
    return g_string_free(out, FALSE);
}

static void
check_members(const CxJson *json)
{
    for (size_t i = 0; i < cx_json_n(json); i++) {
        const CxJson *child = cx_json_at(json, i);
        g_autofree char *path = cx_json_path(child);
        g_assert_true(path[0] == '/');
        if (cx_json_name(child) != NULL)
            g_assert_true(cx_json_member(json, cx_json_name(child)) == child);
        check_members(child);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxJson) json = cx_json_parse((const char *)bytes, n_bytes, &error);
    if (json == NULL) {
        g_assert_true(error->domain == CX_ERROR);
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    g_assert_null(error);
    check_members(json);
    g_autofree char *once = write_json(json, CX_JSON_COMPACT);
    g_autofree char *wide = write_json(json, CX_JSON_INDENTED);
    g_autoptr(CxJson) again = cx_json_parse(wide, strlen(wide), &error);
    g_assert_no_error(error);
    g_autofree char *twice = write_json(again, CX_JSON_COMPACT);
    g_assert_cmpstr(once, ==, twice);
    g_autoptr(GString) canonical = g_string_new(NULL);
    g_autoptr(GString) canonical_again = g_string_new(NULL);
    cx_json_append_canonical(canonical, json);
    cx_json_append_canonical(canonical_again, again);
    g_assert_cmpstr(canonical->str, ==, canonical_again->str);
    return 0;
}
