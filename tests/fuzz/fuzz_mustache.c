/* Templates: an input is a template, and after a line "----" the partial "p". What is refused says
 * where; what is rendered is text, the same every time, and escapes what it was given. */
#include "fuzz.h"

#include <string.h>

#include "base/error.h"
#include "codec/json.h"
#include "view/mustache.h"

static const char rule[] = "\n----\n";

static bool
add(CxTemplates *templates, const char *name, const char *text, size_t len_bytes)
{
    g_autoptr(GError) error = NULL;
    if (cx_templates_add(templates, name, text, len_bytes, &error)) {
        g_assert_no_error(error);
        return true;
    }
    g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
    g_assert_true(g_str_has_prefix(error->message, "template \""));
    return false;
}

static void
render(const CxTemplates *templates, const CxJson *data, GString *out)
{
    g_autoptr(GError) error = NULL;
    const CxValue value = cx_value_of_json(data);
    if (!cx_templates_render_values(templates, "main", &value, 1, out, &error)) {
        g_assert_error(error, CX_ERROR, CX_ERROR_TOO_LARGE);
        g_assert_true(g_str_has_prefix(error->message, "template \""));
        g_string_assign(out, "");
    }
    g_assert_true(g_utf8_validate(out->str, (gssize)out->len, NULL));
}

static void
check(const CxTemplates *templates, const char *source)
{
    static const char document[] =
        "{\"a\":{\"b\":\"<evil>\",\"n\":3},\"b\":\"<evil>\",\"t\":true,\"z\":0,\"e\":\"\",\"x\":1."
        "5,"
        "\"l\":[{\"n\":1,\"a\":\"<evil>\"},{\"n\":2}],\"m\":[\"<evil>\",\"two\"],\"none\":null}";
    g_autoptr(CxJson) data = cx_json_parse(document, sizeof document - 1, NULL);
    g_autoptr(GString) once = g_string_new(NULL);
    g_autoptr(GString) twice = g_string_new(NULL);
    render(templates, data, once);
    render(templates, data, twice);
    g_assert_cmpstr(once->str, ==, twice->str);
    /* Without a raw tag, and none can be made by other delimiters, no value is markup. */
    const bool is_escaping = strpbrk(source, "&=") == NULL && strstr(source, "{{{") == NULL;
    if (is_escaping && strstr(source, "<evil>") == NULL)
        g_assert_null(strstr(once->str, "<evil>"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    g_autofree char *source = g_strndup((const char *)bytes, n_bytes);
    g_autoptr(CxTemplates) templates = cx_templates_new(NULL);
    const char *partial = strstr(source, rule);
    const size_t len_bytes =
        partial == NULL ? n_bytes : (size_t)(partial - source); /* a NUL is for _add to refuse */
    if (!add(templates, "main", (const char *)bytes, len_bytes))
        return 0;
    if (partial != NULL &&
        !add(templates, "p", partial + strlen(rule), strlen(partial + strlen(rule))))
        return 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_templates_link(templates, CX_LINK_LENIENT, &error));
    check(templates, source);
    return 0;
}
