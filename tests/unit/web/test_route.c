/* Which row answers a path. */
#include "base/error.h"
#include "web/route.h"

static bool
answer(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CX_UNUSED CxReply *reply,
       CX_UNUSED GError **error)
{
    return true;
}

/* clang-format off */
static const CxRoute routes[] = {
    { .method = CX_METHOD_GET,  .path = "/",                     .handler = answer },
    { .method = CX_METHOD_GET,  .path = "/leaders",              .handler = answer },
    { .method = CX_METHOD_POST, .path = "/leaders",              .handler = answer },
    { .method = CX_METHOD_GET,  .path = "/leaders/{id}",         .handler = answer },
    { .method = CX_METHOD_GET,  .path = "/leaders/new",          .handler = answer },
    { .method = CX_METHOD_POST, .path = "/leaders/{id}/terms/{term}/end", .handler = answer },
    { .method = CX_METHOD_GET,  .path = "/sign-in",              .handler = answer, .side = CX_SIDE_PAGE },
    { .method = CX_METHOD_GET,  .path = "/openapi",              .handler = answer, .side = CX_SIDE_API },
};
/* clang-format on */

static void
test_match(void)
{
    static const struct {
        const char *why;
        CxMethod method;
        CxSide side;
        const char *path;
        const char *want;   /* path of the row, or NULL */
        const char *params; /* "id=7;" */
        unsigned methods;
    } rows[] = {
        { "root", CX_METHOD_GET, CX_SIDE_PAGE, "/", "/", "", 1U << CX_METHOD_GET },
        { "list", CX_METHOD_GET, CX_SIDE_PAGE, "/leaders", "/leaders", "",
          1U << CX_METHOD_GET | 1U << CX_METHOD_POST },
        { "capture", CX_METHOD_GET, CX_SIDE_API, "/leaders/7", "/leaders/{id}", "id=7;",
          1U << CX_METHOD_GET },
        { "literal wins", CX_METHOD_GET, CX_SIDE_PAGE, "/leaders/new", "/leaders/new", "",
          1U << CX_METHOD_GET },
        { "two captures", CX_METHOD_POST, CX_SIDE_PAGE, "/leaders/7/terms/9/end",
          "/leaders/{id}/terms/{term}/end", "id=7;term=9;", 1U << CX_METHOD_POST },
        { "other method", CX_METHOD_DELETE, CX_SIDE_PAGE, "/leaders", NULL, "",
          1U << CX_METHOD_GET | 1U << CX_METHOD_POST },
        { "nothing there", CX_METHOD_GET, CX_SIDE_PAGE, "/leaders/7/x", NULL, "", 0 },
        { "pages only", CX_METHOD_GET, CX_SIDE_API, "/sign-in", NULL, "", 0 },
        { "API only", CX_METHOD_GET, CX_SIDE_PAGE, "/openapi", NULL, "", 0 },
        { "API only, asked by API", CX_METHOD_GET, CX_SIDE_API, "/openapi", "/openapi", "",
          1U << CX_METHOD_GET },
        { "trailing slash", CX_METHOD_GET, CX_SIDE_PAGE, "/leaders/", NULL, "", 0 },
        { "empty segment", CX_METHOD_GET, CX_SIDE_PAGE, "//leaders", NULL, "", 0 },
        { "no slash", CX_METHOD_GET, CX_SIDE_PAGE, "leaders", NULL, "", 0 },
        { "deeper than any", CX_METHOD_GET, CX_SIDE_PAGE, "/a/b/c/d/e/f/g/h/i/j/k/l/m/n", NULL, "",
          0 },
        { "case counts", CX_METHOD_GET, CX_SIDE_PAGE, "/Leaders", NULL, "", 0 },
        { "braces asked for", CX_METHOD_GET, CX_SIDE_PAGE, "/leaders/{id}", "/leaders/{id}",
          "id={id};", 1U << CX_METHOD_GET },
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxRouter) router = cx_router_new(routes, G_N_ELEMENTS(routes), &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(CxPairs) params = cx_pairs_new();
        unsigned methods = 99;
        const CxRoute *route =
            cx_router_match(router, rows[i].method, rows[i].side, rows[i].path, params, &methods);
        g_assert_cmpstr(route == NULL ? NULL : route->path, ==, rows[i].want);
        g_assert_cmpuint(methods, ==, rows[i].methods);
        g_autoptr(GString) words = g_string_new(NULL);
        for (size_t j = 0; j < cx_pairs_count(params); j++) {
            g_string_append_printf(words, "%s=%s;", cx_pairs_at(params, j)->name,
                                   cx_pairs_at(params, j)->value);
        }
        g_assert_cmpstr(words->str, ==, rows[i].params);
    }
}

static void
test_refused(void)
{
    static const struct {
        const char *why;
        CxRoute routes[2];
        size_t n;
    } rows[] = {
        { "no handler", { { .path = "/" } }, 1 },
        { "no slash", { { .path = "a", .handler = answer } }, 1 },
        { "trailing slash", { { .path = "/a/", .handler = answer } }, 1 },
        { "open capture", { { .path = "/{a", .handler = answer } }, 1 },
        { "empty capture", { { .path = "/{}", .handler = answer } }, 1 },
        { "HEAD of its own", { { .method = CX_METHOD_HEAD, .path = "/", .handler = answer } }, 1 },
        { "twice",
          { { .path = "/{a}", .handler = answer }, { .path = "/{b}", .handler = answer } },
          2 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GError) error = NULL;
        g_autoptr(CxRouter) router = cx_router_new(rows[i].routes, rows[i].n, &error);
        g_assert_null(router);
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
    const CxRoute sides[] = {
        { .path = "/a", .handler = answer, .side = CX_SIDE_PAGE },
        { .path = "/a", .handler = answer, .side = CX_SIDE_API },
    };
    g_autoptr(CxRouter) router = cx_router_new(sides, 2, NULL);
    g_assert_nonnull(router);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web/route/match", test_match);
    g_test_add_func("/web/route/refused", test_refused);
    return g_test_run();
}
