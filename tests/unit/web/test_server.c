/* Starting and stopping: what cannot be served is said before anything listens. */
#include "base/error.h"
#include "web/server.h"

static bool
answer(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CX_UNUSED CxReply *reply,
       CX_UNUSED GError **error)
{
    return true;
}

static const CxRoute routes[] = { { .path = "/", .handler = answer } };
static const CxServices services = { 0 };

static CxServer *
start(const CxServerConfig *config, GError **error)
{
    return cx_server_start(config, routes, G_N_ELEMENTS(routes), &services, error);
}

static void
test_port(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxServer) first = start(&(CxServerConfig){ 0 }, &error);
    g_assert_no_error(error);
    const uint16_t port = cx_server_port(first);
    g_assert_cmpuint(port, >, 0);
    g_assert_null(start(&(CxServerConfig){ .port = port }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    cx_server_stop(first, 1000);
    cx_server_stop(first, 1000);
    g_clear_error(&error);
    g_autoptr(CxServer) second = start(&(CxServerConfig){ .port = port }, &error);
    g_assert_no_error(error);
}

static void
test_address(void)
{
    static const char *const refused[] = { "", "localhost", "1.2.3", "256.0.0.1", "[::1]" };
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(start(&(CxServerConfig){ .address = refused[i] }, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
}

static void
test_routes(void)
{
    const CxRoute bad[] = { { .path = "no-slash", .handler = answer } };
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_server_start(&(CxServerConfig){ 0 }, bad, 1, &services, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web/server/port", test_port);
    g_test_add_func("/web/server/address", test_address);
    g_test_add_func("/web/server/routes", test_routes);
    return g_test_run();
}
