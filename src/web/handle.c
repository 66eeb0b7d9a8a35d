/* The way of a request, in order: is it for this host, can it be read, is it a file, who asks, what
 * answers it, may they, is the form ours, then the handler. Each step either lets it pass, gives
 * the answer (reply->is_done), or fails. */
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "lang/assert.h"
#include "web/gate_priv.h"
#include "web/guard.h"
#include "web/handle_priv.h"
#include "web/log.h"

#define PICTURE_SUFFIX ".png"

typedef struct {
    CxHub *hub;
    CxRequest *request;
    CxReply *reply;
    CxGate gate;
    bool is_asset;
} Exchange;

/* Fails with a status of HTTP that no error code stands for. */
static bool
fail(Exchange *x, int http_status, CxErrorCode code, const char *text, GError **error)
{
    x->reply->problem_status = http_status;
    g_set_error_literal(error, CX_ERROR, (int)code, text);
    return false;
}

static bool
check_host(Exchange *x, GError **error)
{
    const CxIncoming *in = x->request->in;
    if (in->is_header_twice)
        return fail(x, 400, CX_ERROR_INVALID, "a header that may come once came twice", error);
    if (!cx_guard_is_host(x->hub->config.hosts, in->host))
        return fail(x, 421, CX_ERROR_INVALID, "this host name is not served here", error);
    return true;
}

/* ---- Files ---- */

static bool
serve_asset(Exchange *x, GError **error)
{
    x->is_asset = true;
    if (x->request->method != CX_METHOD_GET) {
        cx_reply_header(x->reply, "Allow", "GET, HEAD");
        return fail(x, 405, CX_ERROR_INVALID, "files can be read only", error);
    }
    const CxAsset *asset = cx_assets_find(x->hub->assets, x->request->path);
    if (asset == NULL)
        return fail(x, 404, CX_ERROR_NOT_FOUND, "there is no such file", error);
    cx_reply_asset(x->reply, asset);
    return true;
}

/* ---- Routes ---- */

static char *
allowed_methods(unsigned methods)
{
    g_autoptr(GString) words = g_string_new("OPTIONS");
    for (CxMethod method = CX_METHOD_GET; method < CX_METHOD_N; method++) {
        if ((methods & 1U << method) == 0)
            continue;
        g_string_append_printf(words, ", %s", cx_method_name(method));
        if (method == CX_METHOD_GET)
            g_string_append(words, ", HEAD");
    }
    return g_string_free(g_steal_pointer(&words), FALSE);
}

/* "/leaders/" where "/leaders" is: the reader is sent there for good. */
static bool
strip_slash(Exchange *x)
{
    const CxRequest *request = x->request;
    const size_t len_path = strlen(request->path);
    if (len_path < 2 || request->path[len_path - 1] != '/')
        return false;
    g_autofree char *path = g_strndup(request->path, len_path - 1);
    g_autoptr(CxPairs) params = cx_pairs_new();
    unsigned methods = 0;
    const CxSide side = request->is_api ? CX_SIDE_API : CX_SIDE_PAGE;
    if (cx_router_match(x->hub->router, request->method, side, path, params, &methods) == NULL)
        return false;
    g_autoptr(GString) location = g_string_new(request->in->target);
    const char *mark = strchr(location->str, '?');
    const size_t at = mark == NULL ? location->len : (size_t)(mark - location->str);
    g_string_erase(location, (gssize)at - 1, 1);
    x->reply->http_status = 308;
    x->reply->location = g_string_free(g_steal_pointer(&location), FALSE);
    x->reply->is_done = true;
    return true;
}

/* "/scores.png" is a figure of "/scores", wherever a view is shown. */
static bool
find_picture(Exchange *x)
{
    CxRequest *request = x->request;
    if (request->method != CX_METHOD_GET || !g_str_has_suffix(request->path, PICTURE_SUFFIX))
        return false;
    g_autofree char *path =
        g_strndup(request->path, strlen(request->path) - strlen(PICTURE_SUFFIX));
    g_autoptr(CxPairs) params = cx_pairs_new();
    unsigned methods = 0;
    const CxSide side = request->is_api ? CX_SIDE_API : CX_SIDE_PAGE;
    const CxRoute *route =
        cx_router_match(x->hub->router, request->method, side, path, params, &methods);
    if (route == NULL || route->view == NULL)
        return false;
    request->route = route;
    request->is_picture = true;
    request->picture_figure = cx_pairs_take(request->query, "figure");
    request->picture_width = cx_pairs_take(request->query, "width");
    g_free(request->path);
    request->path = g_steal_pointer(&path);
    cx_pairs_free(request->params);
    request->params = g_steal_pointer(&params);
    return true;
}

static bool
find_route(Exchange *x, GError **error)
{
    CxRequest *request = x->request;
    if (find_picture(x))
        return true;
    const CxSide side = request->is_api ? CX_SIDE_API : CX_SIDE_PAGE;
    unsigned methods = 0;
    request->route = cx_router_match(x->hub->router, request->method, side, request->path,
                                     request->params, &methods);
    if (request->route != NULL || strip_slash(x))
        return true;
    if (methods == 0)
        return fail(x, 404, CX_ERROR_NOT_FOUND, "there is nothing at this address", error);
    g_autofree char *allow = allowed_methods(methods);
    cx_reply_header(x->reply, "Allow", allow);
    if (request->method != CX_METHOD_OPTIONS)
        return fail(x, 405, CX_ERROR_INVALID, "this address cannot be used in that way", error);
    x->reply->http_status = 204;
    x->reply->is_done = true;
    return true;
}

/* Sends people who only want to read to the sign-in page, and back afterwards. */
static bool
check_access(Exchange *x, GError **error)
{
    g_autoptr(GError) access_error = NULL;
    if (cx_gate_check_access(&x->gate, x->request, &access_error))
        return true;
    const bool is_nobody = cx_error_code(access_error) == CX_ERROR_UNAUTHENTICATED;
    if (is_nobody && !x->request->is_api && x->request->in->hx_request != NULL) {
        /* the whole page goes to sign-in, rather than sign-in into a part of the page */
        cx_reply_header(x->reply, "HX-Redirect", x->hub->services.sign_in_path);
    } else if (is_nobody && !x->request->is_api && x->request->method == CX_METHOD_GET) {
        cx_reply_redirect(x->reply, cx_gate_sign_in_url(x->request));
        x->reply->keep = CX_KEEP_NOT;
        return true;
    }
    g_propagate_error(error, g_steal_pointer(&access_error));
    return false;
}

/* Whether the handler kept its word; what it made of the reply is dropped when it did not. */
static bool
check_defect(Exchange *x, bool is_handled, GError **error)
{
    const CxRequest *request = x->request;
    const bool is_misread = request->misread->len > 0;
    const bool is_unanswered = is_handled && !x->reply->is_done;
    if (!is_misread && !is_unanswered)
        return true;
    cx_assert(x->hub->config.outlives_defects);
    g_clear_pointer(&x->reply->location, g_free);
    x->reply->issues = NULL;
    if (is_misread) {
        g_set_error(error, CX_ERROR, CX_ERROR_DEFECT,
                    "the handler of %s reads \"%s\", which its route does not name",
                    request->route->path, request->misread->str);
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_DEFECT, "the handler of %s gave no answer",
                    request->route->path);
    }
    return false;
}

static bool
serve_route(Exchange *x, GError **error)
{
    CxRequest *request = x->request;
    if (!cx_gate_open(&x->gate, x->reply, error) || !find_route(x, error))
        return false;
    if (!x->reply->is_done && !check_access(x, error))
        return false;
    if (x->reply->is_done)
        return true;
    if (request->method != CX_METHOD_GET) {
        int http_status = 0;
        if (!cx_request_read_body(request, &http_status, error)) {
            x->reply->problem_status = http_status;
            return false;
        }
        if (!request->is_api && !cx_gate_check_form(request, error))
            return false;
        if (!cx_gate_write(&x->gate, x->reply, error))
            return false;
    }
    g_autoptr(GError) failure = NULL;
    const bool is_handled = request->route->handler(x->gate.ctx, request, x->reply, &failure);
    if (!check_defect(x, is_handled, error))
        return false;
    if (!is_handled) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return cx_gate_settle(&x->gate, x->reply, error);
}

static bool
serve(Exchange *x, GError **error)
{
    int http_status = 0;
    if (!check_host(x, error))
        return false;
    if (!cx_request_read_target(x->request, &http_status, error)) {
        x->reply->problem_status = http_status;
        return false;
    }
    if (!x->request->is_api && g_str_has_prefix(x->request->path, CX_ASSET_PREFIX))
        return serve_asset(x, error);
    return serve_route(x, error);
}

/* ---- Afterwards ---- */

static void
show_error(Exchange *x, const GError *error)
{
    const CxErrorCode code = cx_error_code(error);
    if (code == CX_ERROR_UNAUTHENTICATED && x->request->is_api)
        cx_reply_header(x->reply, "WWW-Authenticate", "Bearer");
    if (code == CX_ERROR_BUSY)
        cx_reply_header(x->reply, "Retry-After", "2");
    if (cx_error_http_status(code) >= 500)
        cx_log_failure(&x->hub->config, x->request->id, cx_error_name(code), error->message);
    cx_reply_problem(x->reply, error);
}

static void
log_exchange(const Exchange *x, int64_t began_us)
{
    const CxRequest *request = x->request;
    const CxLogRequest line = {
        .method = request->is_head ? "HEAD" : cx_method_name(request->method),
        .route = request->route != NULL ? request->route->path : "-",
        .side = x->is_asset       ? "asset"
                : request->is_api ? "api"
                                  : "page",
        .http_status = x->reply->http_status,
        .duration_us = cx_clock_monotonic_us() - began_us,
        .len_bytes = x->reply->body == NULL ? 0 : g_bytes_get_size(x->reply->body),
        .request_id = request->id,
    };
    cx_log_request(&x->hub->config, &line);
}

bool
cx_handle_takes_file(CxHub *hub, const CxIncoming *in)
{
    Exchange x = { .hub = hub, .request = cx_request_new(hub, in) };
    x.reply = cx_reply_new(hub, x.request);
    int http_status = 0;
    const bool takes_file = check_host(&x, NULL) &&
                            cx_request_read_target(x.request, &http_status, NULL) &&
                            cx_gate_open(&x.gate, x.reply, NULL) && find_route(&x, NULL) &&
                            !x.reply->is_done && x.request->route->access == CX_ACCESS_FILE &&
                            cx_gate_check_access(&x.gate, x.request, NULL);
    cx_gate_close(&x.gate);
    x.reply->ctx = NULL;
    cx_reply_free(x.reply);
    cx_request_free(x.request);
    return takes_file;
}

void
cx_handle(CxHub *hub, const CxIncoming *in, CxRequest **ret_request, CxReply **ret_reply)
{
    const int64_t began_us = cx_clock_monotonic_us();
    Exchange x = { .hub = hub, .request = cx_request_new(hub, in) };
    x.reply = cx_reply_new(hub, x.request);
    g_autoptr(GError) error = NULL;
    if (!serve(&x, &error))
        show_error(&x, error);
    cx_reply_finish(x.reply);
    cx_gate_close(&x.gate);
    x.reply->ctx = NULL;
    log_exchange(&x, began_us);
    *ret_request = x.request;
    *ret_reply = x.reply;
}
