#include "web/request.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "lang/assert.h"
#include "web/request_priv.h"

#define API_PREFIX       "/api/v1"
#define ID_BYTES         12   /* of randomness: 16 characters */
#define TARGET_BYTES_MAX 8192 /* path and query */

CxRequest *
cx_request_new(CxHub *hub, const CxIncoming *in)
{
    CxRequest *request = g_new0(CxRequest, 1);
    request->hub = hub;
    request->in = in;
    request->id = cx_random_token(ID_BYTES);
    request->path = g_strdup("/");
    request->query_text = "";
    request->params = cx_pairs_new();
    request->query = cx_pairs_new();
    request->form = cx_pairs_new();
    request->cookies = cx_pairs_parse_cookies(in->cookie == NULL ? "" : in->cookie);
    request->arena = cx_arena_new();
    request->issues = cx_issues_new();
    request->misread = g_string_new(NULL);
    return request;
}

void
cx_request_free(CxRequest *request)
{
    if (request == NULL)
        return;
    g_free(request->id);
    g_free(request->picture_figure);
    g_free(request->picture_width);
    g_free(request->path);
    cx_pairs_free(request->params);
    cx_pairs_free(request->query);
    cx_pairs_free(request->form);
    cx_pairs_free(request->cookies);
    cx_json_free(request->json);
    cx_brought_free(request->brought);
    cx_issues_free(request->issues);
    (void)g_string_free(request->misread, TRUE);
    cx_arena_free(request->arena);
    g_free(request->session_secret);
    g_free(request->form_token);
    g_free(request);
}

/* ---- Reading what came ---- */

static bool
read_method(CxRequest *request)
{
    for (CxMethod method = CX_METHOD_GET; method < CX_METHOD_N; method++) {
        if (!g_str_equal(cx_method_name(method), request->in->method))
            continue;
        request->is_head = method == CX_METHOD_HEAD;
        request->method = request->is_head ? CX_METHOD_GET : method;
        return true;
    }
    return false;
}

/* A path whose segments are what they seem: no escaped slash, no "." or "..", no backslash. */
static bool
is_straight(const char *raw, size_t len_raw, const char *path)
{
    for (size_t i = 0; i + 2 < len_raw; i++) {
        if (raw[i] != '%')
            continue;
        const char hi = raw[i + 1];
        const char lo = g_ascii_tolower(raw[i + 2]);
        if ((hi == '2' && lo == 'f') || (hi == '5' && lo == 'c'))
            return false;
    }
    if (strchr(path, '\\') != NULL || strpbrk(path, "\t\r\n") != NULL)
        return false;
    for (const char *p = path; *p != '\0'; p++) {
        if (*p != '/' || p[1] != '.')
            continue;
        const char *rest = p + (p[2] == '.' ? 3 : 2);
        if (*rest == '/' || *rest == '\0')
            return false;
    }
    return true;
}

static bool
read_path(CxRequest *request, const char *raw, size_t len_raw, GError **error)
{
    g_autofree char *path = cx_percent_decode(raw, len_raw, CX_PLUS_IS_PLUS, error);
    if (path == NULL)
        return false;
    if (path[0] != '/' || !is_straight(raw, len_raw, path)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the address has no plain path");
        return false;
    }
    const char *rest = path;
    if (g_str_has_prefix(path, API_PREFIX "/") || g_str_equal(path, API_PREFIX)) {
        request->is_api = true;
        rest = path + strlen(API_PREFIX);
    }
    g_free(request->path);
    request->path = g_strdup(*rest == '\0' ? "/" : rest);
    return true;
}

bool
cx_request_read_target(CxRequest *request, int *ret_status, GError **error)
{
    const char *target = request->in->target;
    *ret_status = 400;
    if (strlen(target) > TARGET_BYTES_MAX) {
        *ret_status = 414;
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "the address is longer than the limit of %d bytes", TARGET_BYTES_MAX);
        return false;
    }
    const char *mark = strchr(target, '?');
    const size_t len_path = mark == NULL ? strlen(target) : (size_t)(mark - target);
    request->query_text = mark == NULL ? "" : mark + 1;
    if (!read_path(request, target, len_path, error))
        return false;
    g_autoptr(CxPairs) query =
        cx_pairs_parse_form(request->query_text, strlen(request->query_text), error);
    if (query == NULL)
        return false;
    cx_pairs_free(request->query);
    request->query = g_steal_pointer(&query);
    if (!read_method(request)) {
        *ret_status = 501;
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "the method of this request is not known here");
        return false;
    }
    return true;
}

/* Whether the content type is `want`, whatever its parameters. */
static bool
is_content_type(const char *content_type, const char *want)
{
    const size_t len_want = strlen(want);
    return content_type != NULL && g_ascii_strncasecmp(content_type, want, len_want) == 0 &&
           (content_type[len_want] == '\0' || strchr("; \t", content_type[len_want]) != NULL);
}

static bool
refuse_too_large(const CxRequest *request, GError **error)
{
    const bool takes_file = request->route != NULL && request->route->access == CX_ACCESS_FILE;
    const int64_t limit_bytes =
        takes_file ? request->hub->config.file_bytes_max : CX_HTTP_BODY_BYTES_MAX;
    g_autofree char *limit = cx_text_count(limit_bytes >> 20);
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                "what was sent is larger than the limit of %s MiB; nothing of it was kept", limit);
    return false;
}

bool
cx_request_read_body(CxRequest *request, int *ret_status, GError **error)
{
    const CxIncoming *in = request->in;
    *ret_status = 0;
    if (in->is_body_too_large)
        return refuse_too_large(request, error);
    if (in->multipart != NULL)
        return cx_multipart_end(in->multipart, request->form, &request->brought, error);
    if (in->len_body == 0)
        return true;
    const char *want = request->is_api ? "application/json" : "application/x-www-form-urlencoded";
    if (!is_content_type(in->content_type, want)) {
        g_set_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED, "the body must be sent as %s", want);
        return false;
    }
    *ret_status = 400;
    if (request->is_api) {
        request->json = cx_json_parse(in->body, in->len_body, error);
        return request->json != NULL;
    }
    g_autoptr(CxPairs) form = cx_pairs_parse_form(in->body, in->len_body, error);
    if (form == NULL)
        return false;
    cx_pairs_free(request->form);
    request->form = g_steal_pointer(&form);
    return true;
}

/* ---- What handlers ask ---- */

CxMethod
cx_request_method(const CxRequest *request)
{
    return request->method;
}

bool
cx_request_is_api(const CxRequest *request)
{
    return request->is_api;
}

const char *
cx_request_id(const CxRequest *request)
{
    return request->id;
}

const char *
cx_request_path(const CxRequest *request)
{
    return request->path;
}

const char *
cx_request_picture(const CxRequest *request, const char *figure)
{
    return cx_arena_printf(request->arena, "%s%s.png?%s%sfigure=%s",
                           request->is_api ? API_PREFIX : "", request->path, request->query_text,
                           *request->query_text != '\0' ? "&" : "", figure);
}

const char *
cx_request_url(const CxRequest *request)
{
    return request->in->target;
}

const char *
cx_request_origin(const CxRequest *request)
{
    const char *scheme = request->hub->config.is_https ? "https" : "http";
    return cx_arena_printf(request->arena, "%s://%s", scheme, request->in->host);
}

/* What a handler reads is named by its route: if it is not, that ends the program, or the request. */
static void
note_read(const CxRequest *request, const char *name, bool is_named)
{
    if (is_named)
        return;
    const bool is_outlived = request->hub != NULL && request->hub->config.outlives_defects;
    cx_assert(is_named || is_outlived);
    g_string_assign(request->misread, name);
}

const char *
cx_request_param(const CxRequest *request, const char *name)
{
    const char *value = cx_pairs_find(request->params, name);
    note_read(request, name, value != NULL);
    return value != NULL ? value : "";
}

bool
cx_request_param_id(const CxRequest *request, const char *name, int64_t *ret_id, GError **error)
{
    int64_t id = 0;
    const char *text = cx_request_param(request, name);
    if (!g_ascii_isdigit(*text) || !cx_text_parse_i64(text, &id, NULL) || id <= 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "there is nothing at this address");
        return false;
    }
    *ret_id = id;
    return true;
}

const char *
cx_request_query(const CxRequest *request, const char *name)
{
    const bool is_named = cx_read_find(request->route->reads, CX_READ_QUERY, name) != NULL;
    note_read(request, name, is_named);
    return is_named ? cx_pairs_find(request->query, name) : NULL;
}

const CxPairs *
cx_request_query_pairs(const CxRequest *request)
{
    return request->query;
}

const char *
cx_request_form(const CxRequest *request, const char *name)
{
    const CxRoute *route = request->route;
    const bool is_named =
        cx_read_find(route->reads, CX_READ_BODY, name) != NULL ||
        (route->command != NULL && cx_command_field_find(route->command, name) != NULL);
    note_read(request, name, is_named);
    if (!is_named)
        return NULL;
    if (request->json != NULL)
        return cx_json_text(cx_json_member(request->json, name), NULL);
    return cx_pairs_find(request->form, name);
}

const CxPair *
cx_request_form_at(const CxRequest *request, size_t i)
{
    return i < cx_pairs_count(request->form) ? cx_pairs_at(request->form, i) : NULL;
}

const CxBrought *
cx_request_file(const CxRequest *request)
{
    return request->brought;
}

const CxJson *
cx_request_json(const CxRequest *request)
{
    return request->json;
}

/* ---- Commands ---- */

CxArena *
cx_request_arena(const CxRequest *request)
{
    return request->arena;
}

const CxCatalogue *
cx_request_catalogue(const CxRequest *request)
{
    return cx_templates_catalogue(request->hub->services.templates);
}

CxCommandInput
cx_request_input(const CxRequest *request, const CxCommandType *type)
{
    return (CxCommandInput){
        .type = type,
        .arena = request->arena,
        .catalogue = cx_request_catalogue(request),
        .issues = request->issues,
    };
}

static const CxCommandPair *
command_pairs(const CxRequest *request, size_t *ret_n)
{
    const size_t n = cx_pairs_count(request->form);
    CxCommandPair *pairs = cx_arena_new0_n(request->arena, CxCommandPair, n + 1);
    for (size_t i = 0; i < n; i++) {
        const CxPair *pair = cx_pairs_at(request->form, i);
        pairs[i] = (CxCommandPair){ .name = pair->name, .value = pair->value };
    }
    *ret_n = n;
    return pairs;
}

bool
cx_request_read(const CxRequest *request, const CxCommandInput *input, void *ret_command)
{
    if (request->json != NULL)
        return cx_command_read_json(input, request->json, ret_command);
    size_t n = 0;
    const CxCommandPair *pairs = command_pairs(request, &n);
    return cx_command_read_form(input, pairs, n, ret_command);
}

bool
cx_request_take_refusal(const CxRequest *request, const CxCommandInput *input,
                        const CxRefusal *rows, size_t n_rows, GError **refusal, GError **error)
{
    g_autoptr(GError) refused = g_steal_pointer(refusal);
    const int code = (int)cx_error_code(refused);
    for (size_t i = 0; i < n_rows; i++) {
        if (rows[i].code != code)
            continue;
        const char *said = rows[i].message_key != NULL
                               ? cx_message_text(cx_request_catalogue(request), rows[i].message_key)
                               : refused->message;
        cx_issues_add(input->issues, rows[i].field, "refused", "%s", said);
        return true;
    }
    g_propagate_error(error, g_steal_pointer(&refused));
    return false;
}

CxFormView *
cx_request_form_view(const CxRequest *request, const CxCommandInput *input)
{
    size_t n = 0;
    const CxCommandPair *pairs = command_pairs(request, &n);
    return cx_form_view(input, pairs, n);
}
