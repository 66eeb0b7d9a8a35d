/* The official mustache specification, over JSON documents. */
#include <glib.h>
#include <string.h>

#include "codec/json.h"
#include "view/mustache.h"

static char *
render(const CxJson *test, GError **error)
{
    g_autoptr(CxTemplates) templates = cx_templates_new(NULL);
    const char *source = cx_json_text(cx_json_member(test, "template"), "");
    if (!cx_templates_add(templates, "main", source, strlen(source), error))
        return NULL;
    const CxJson *partials = cx_json_member(test, "partials");
    for (size_t i = 0; i < cx_json_n(partials); i++) {
        const CxJson *partial = cx_json_at(partials, i);
        const char *text = cx_json_text(partial, "");
        if (!cx_templates_add(templates, cx_json_name(partial), text, strlen(text), error))
            return NULL;
    }
    if (!cx_templates_link(templates, CX_LINK_LENIENT, error))
        return NULL;
    const CxValue data = cx_value_of_json(cx_json_member(test, "data"));
    g_autoptr(GString) out = g_string_new(NULL);
    if (!cx_templates_render_values(templates, "main", &data, 1, out, error))
        return NULL;
    return g_strdup(out->str);
}

/* The specification writes &#39; nowhere, and accepts any right reference for a quote. */
static void
test_file(gconstpointer data)
{
    const char *folder = g_getenv("CX_SHARED_DATA");
    g_autofree char *path =
        folder == NULL ? NULL : g_build_filename(folder, "mustache_spec", data, NULL);
    if (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_test_skip("CX_SHARED_DATA/mustache_spec is not here");
        return;
    }
    g_autofree char *text = NULL;
    gsize len_bytes = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_get_contents(path, &text, &len_bytes, NULL));
    g_autoptr(CxJson) root = cx_json_parse(text, len_bytes, &error);
    g_assert_no_error(error);
    const CxJson *tests = cx_json_member(root, "tests");
    g_assert_cmpuint(cx_json_n(tests), >, 0);
    for (size_t i = 0; i < cx_json_n(tests); i++) {
        const CxJson *test = cx_json_at(tests, i);
        g_autofree char *got = render(test, &error);
        g_test_message("%s", cx_json_text(cx_json_member(test, "name"), "?"));
        g_assert_no_error(error);
        g_assert_cmpstr(got, ==, cx_json_text(cx_json_member(test, "expected"), NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const char *const files[] = { "comments.json",      "delimiters.json",
                                         "interpolation.json", "inverted.json",
                                         "partials.json",      "sections.json",
                                         "~inheritance.json" };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_strdup_printf("/mustache_spec/%s", files[i]);
        g_test_add_data_func(path, files[i], test_file);
    }
    return g_test_run();
}
