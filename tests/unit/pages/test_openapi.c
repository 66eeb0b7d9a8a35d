/* What the API's description says of the routes: each name once, slices as they are read, and nothing
 * that a handler reads on its way left out (cx_request_query would end the program). */
#include "asking.h"

#include <string.h>

#include "column/slice_priv.h"
#include "pages/openapi.h"
#include "pages/pages.h"
#include "pages/reads.h"
#include "support/engines.h"

/* ---- The lists ---- */

static void
take_name(const CxRead *read, void *data)
{
    GHashTable *names = data;
    g_assert_nonnull(read->name);
    g_assert_true(read->is_for_page || (read->about != NULL && *read->about != '\0'));
    char *key = g_strdup_printf("%d %s", (int)read->place, read->name);
    if (!g_hash_table_add(names, key))
        g_error("%s is named twice", read->name);
}

static void
test_names(void)
{
    for (size_t i = 0; i < cx_routes_n; i++) {
        g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_test_message("%s", cx_routes[i].path);
        cx_read_each(cx_routes[i].reads, take_name, names);
    }
}

static void
count_slice_name(const CxRead *read, void *data)
{
    size_t *n = data;
    if (g_str_equal(read->name, "period")) /* the form's own, put in place of both days */
        return;
    g_assert_true(cx_slice_is_name(read->name));
    ++*n;
}

static void
test_slice(void)
{
    size_t n = 0;
    cx_read_each(cx_reads_slice, count_slice_name, &n);
    g_assert_cmpuint(n, ==, CX_SLICE_NAME_N);
}

/* ---- The description ---- */

static const CxJson *
operation(const CxJson *document, const char *path, const char *method)
{
    const CxJson *item = cx_json_member(cx_json_member(document, "paths"), path);
    const CxJson *found = cx_json_member(item, method);
    g_assert_nonnull(found);
    return found;
}

static const CxJson *
parameter(const CxJson *described, const char *name)
{
    const CxJson *list = cx_json_member(described, "parameters");
    for (size_t i = 0; i < cx_json_n(list); i++) {
        const CxJson *found = cx_json_at(list, i);
        if (g_str_equal(cx_json_text(cx_json_member(found, "name"), ""), name))
            return found;
    }
    return NULL;
}

static const CxJson *
body_schema(const CxJson *described, const char *type)
{
    const CxJson *content = cx_json_member(cx_json_member(described, "requestBody"), "content");
    const CxJson *schema = cx_json_member(cx_json_member(content, type), "schema");
    g_assert_nonnull(schema);
    return schema;
}

static void
test_described(void)
{
    g_autofree char *text = cx_openapi_format(CX_JSON_COMPACT);
    g_autoptr(CxJson) document = cx_json_parse(text, strlen(text), NULL);
    g_assert_nonnull(document);

    const CxJson *brief = operation(document, "/leaders/{id}/brief", "get");
    const CxJson *from = parameter(brief, "from");
    g_assert_cmpstr(cx_json_text(cx_json_member(from, "in"), ""), ==, "query");
    g_assert_cmpstr(cx_json_text(cx_json_member(cx_json_member(from, "schema"), "format"), ""), ==,
                    "date");
    g_assert_nonnull(parameter(operation(document, "/leaders/{id}/brief.pdf", "get"), "from"));
    g_assert_null(parameter(operation(document, "/week", "get"), "ask")); /* the page's own */
    g_assert_nonnull(parameter(operation(document, "/week", "get"), "hours"));

    const CxJson *file = body_schema(operation(document, "/files", "post"), "multipart/form-data");
    g_assert_nonnull(cx_json_member(cx_json_member(file, "properties"), "file"));
    const CxJson *facts =
        body_schema(operation(document, "/files/{id}/facts", "post"), "application/json");
    g_assert_nonnull(cx_json_member(cx_json_member(facts, "patternProperties"), "^t\\.[0-9]+$"));
}

/* ---- The page ---- */

static void
test_grouped(void)
{
    for (size_t i = 0; i < cx_routes_n; i++) {
        if (cx_routes[i].side != CX_SIDE_PAGE && !cx_api_is_grouped(&cx_routes[i]))
            g_error("%s serves no practice: give it a start in src/pages/api.c", cx_routes[i].path);
    }
}

static void
assert_says(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        g_error("\"%s\" is not in:\n%s", words, text);
}

/* The token on the page, which is shown once; (transfer full). */
static char *
shown_token(const char *page)
{
    const char *start = strstr(page, "id=\"secret\"");
    const char *code = start != NULL ? strstr(start, "<code>") : NULL;
    g_assert_nonnull(code);
    const char *end = strstr(code, "</code>");
    return g_strndup(code + strlen("<code>"), (gsize)(end - code) - strlen("<code>"));
}

static void
test_page(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/api"), "/leaders/{id}/brief.pdf");
    const char *made = asking_send(asking, "/api/tokens", "name=Wallboard");
    g_assert_cmpint(asking_status(asking), ==, 201);
    g_autofree char *secret = shown_token(made);
    g_assert_cmpuint(strlen(secret), >=, 43);
    const char *later = asking_page(asking, "/api");
    assert_says(later, "Wallboard");
    g_assert_null(strstr(later, secret));
    assert_says(asking_send(asking, "/api/tokens", "name="), "Please fill this in");
    g_assert_cmpint(asking_status(asking), ==, 422);

    g_autoptr(CxJson) document = NULL;
    const char *text = asking_json(asking, "/api", NULL);
    document = cx_json_parse(text, strlen(text), NULL);
    const CxJson *tokens = cx_json_member(document, "tokens");
    g_assert_cmpuint(cx_json_n(tokens), ==, 2); /* the one that asks and the one that was made */
    (void)asking_send(asking, "/api/tokens/2/end", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_null(strstr(asking_page(asking, "/api"), "Wallboard"));
}

/* ---- The handlers ---- */

/* The path of a row with 1 for every capture; (transfer full). */
static char *
fill_path(const char *path)
{
    GString *out = g_string_new(NULL);
    for (const char *p = path; *p != '\0'; p++) {
        if (*p == '{') {
            g_string_append_c(out, '1');
            p = strchr(p, '}');
        } else {
            g_string_append_c(out, *p);
        }
    }
    return g_string_free(out, FALSE);
}

static void
test_asked(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    for (size_t i = 0; i < cx_routes_n; i++) {
        const CxRoute *route = &cx_routes[i];
        g_autofree char *path = fill_path(route->path);
        g_test_message("%s %s", cx_method_name(route->method), path);
        if (route->method == CX_METHOD_GET && route->side != CX_SIDE_API)
            (void)asking_page(asking, path);
        else if (route->method == CX_METHOD_GET)
            (void)asking_json(asking, path, NULL);
        else if (route->side != CX_SIDE_PAGE && route->access != CX_ACCESS_FILE)
            (void)asking_json(asking, path, "{}");
        else
            continue;
        g_assert_cmpint(asking_status(asking), <, 500);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pages/openapi/names", test_names);
    g_test_add_func("/pages/openapi/slice", test_slice);
    g_test_add_func("/pages/openapi/described", test_described);
    g_test_add_func("/pages/openapi/grouped", test_grouped);
    cx_test_engines_add_url("/pages/openapi/page", test_page);
    cx_test_engines_add_url("/pages/openapi/asked", test_asked);
    return g_test_run();
}
