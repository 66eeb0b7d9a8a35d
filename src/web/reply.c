#include "web/reply.h"

#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "codec/json.h"
#include "figure/png.h"
#include "lang/assert.h"
#include "web/encode.h"
#include "web/gate_priv.h"
#include "web/problem.h"
#include "web/reply_priv.h"

#define JSON_TYPE    "application/json"
#define HTML_TYPE    "text/html; charset=utf-8"
#define PROBLEM_TYPE "application/problem+json"

/* Twice what a page shows, for sharp slides and mails. */
#define PICTURE_WIDTH_PX 1520

/* Level 5 is where more time stops buying smaller pages (bench/http). */
#define GZIP_LEVEL 5

CxReply *
cx_reply_new(CxHub *hub, CxRequest *request)
{
    CxReply *reply = g_new0(CxReply, 1);
    reply->hub = hub;
    reply->request = request;
    reply->http_status = 200;
    return reply;
}

static void
drop_bytes(GBytes **bytes)
{
    if (*bytes != NULL)
        g_bytes_unref(g_steal_pointer(bytes));
}

static void
reply_drop_body(CxReply *reply)
{
    g_clear_pointer(&reply->content_type, g_free);
    drop_bytes(&reply->body);
    drop_bytes(&reply->gzip);
    g_clear_pointer(&reply->etag, g_free);
    g_clear_pointer(&reply->location, g_free);
}

void
cx_reply_free(CxReply *reply)
{
    if (reply == NULL)
        return;
    reply_drop_body(reply);
    g_free(reply);
}

/* ---- Saying it ---- */

/* Takes the text. */
static void
reply_take_text(CxReply *reply, const char *content_type, GString *text)
{
    reply_drop_body(reply);
    reply->content_type = g_strdup(content_type);
    reply->body = g_string_free_to_bytes(text);
    reply->is_done = true;
}

static GString *
write_json(const CxViewType *type, const void *view)
{
    GString *text = g_string_sized_new(1024);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(text, CX_JSON_COMPACT);
    cx_view_write_json(type, view, writer);
    g_string_append_c(text, '\n');
    return text;
}

/* Draws a template inside the shell; appends. */
static bool
draw_page(CxReply *reply, const char *template_name, CxShellFacts *facts, CxView view, GString *out,
          GError **error)
{
    const CxServices *services = &reply->hub->services;
    const CxShell *shell = &services->shell;
    facts->ctx = reply->ctx;
    facts->path = reply->request->path;
    facts->url = reply->request->in->target;
    facts->request_id = reply->request->id;
    facts->issues = reply->issues;
    CxView views[2];
    size_t n_views = 0;
    if (shell->make != NULL) {
        const void *made = shell->make(facts, reply->request->arena, shell->shell_data);
        views[n_views++] = (CxView){ .type = shell->type, .data = made };
    }
    views[n_views++] = view;
    return cx_templates_render(services->templates, template_name, views, n_views, out, error);
}

/* One figure of a view as PNG: `figure` names it, `width` says how wide. */
static bool
reply_picture(CxReply *reply, const CxViewType *type, const void *view, GError **error)
{
    const char *id = reply->request->picture_figure;
    const char *asked = reply->request->picture_width;
    int64_t width_px = PICTURE_WIDTH_PX;
    if (asked != NULL && !cx_text_parse_i64(asked, &width_px, NULL))
        width_px = 0;
    g_autoptr(GString) markup = g_string_new(NULL);
    cx_view_append_markup(type, view, markup);
    size_t len = 0;
    const char *svg = cx_figure_find(markup->str, id, &len);
    if (svg == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "there is no such figure on this page");
        return false;
    }
    const int64_t clamped = CLAMP(width_px, 0, CX_PNG_WIDTH_MAX + 1);
    g_autoptr(GBytes) png = cx_figure_png(svg, len, (int)clamped, error);
    if (png == NULL)
        return false;
    cx_reply_bytes(reply, "image/png", png, NULL);
    return true;
}

bool
cx_reply_view(CxReply *reply, const char *template_name, const char *title, const CxViewType *type,
              const void *view, GError **error)
{
    if (reply->request->is_picture)
        return reply_picture(reply, type, view, error);
    if (reply->request->is_api && reply->issues != NULL) {
        g_autoptr(GError) problem = NULL;
        cx_issues_set_error(reply->issues, &problem);
        cx_reply_problem(reply, problem);
        return true;
    }
    if (reply->request->is_api) {
        reply_take_text(reply, JSON_TYPE, write_json(type, view));
        return true;
    }
    CxShellFacts facts = { .title = title, .csrf = cx_gate_form_token(reply) };
    g_autoptr(GString) out = g_string_sized_new(16384);
    const CxView page = { .type = type, .data = view };
    if (!draw_page(reply, template_name, &facts, page, out, error))
        return false;
    reply_take_text(reply, HTML_TYPE, g_steal_pointer(&out));
    return true;
}

void
cx_reply_issues(CxReply *reply, const CxIssues *issues)
{
    cx_assert(cx_issues_count(issues) > 0);
    reply->issues = issues;
    reply->http_status = cx_error_http_status(CX_ERROR_INVALID);
}

void
cx_reply_redirect(CxReply *reply, const char *path)
{
    cx_assert(path[0] == '/' && path[1] != '/');
    reply_drop_body(reply);
    reply->is_done = true;
    if (!reply->request->is_api) {
        reply->http_status = 303;
        reply->location = g_strdup(path);
        return;
    }
    g_autofree char *location = g_strconcat("/api/v1", path, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    CxJsonWriter *writer = cx_json_writer_new(text, CX_JSON_COMPACT);
    cx_json_writer_begin_object(writer);
    cx_json_writer_put_text(writer, "location", location);
    cx_json_writer_end_object(writer);
    cx_json_writer_free(writer);
    g_string_append_c(text, '\n');
    reply_take_text(reply, JSON_TYPE, g_steal_pointer(&text));
    if (reply->http_status == 201)
        reply->location = g_steal_pointer(&location);
}

/* `attachment; filename="…"`: what is not plain ASCII is left to the escaped form (RFC 6266). */
static void
reply_file_name(CxReply *reply, const char *file_name)
{
    g_autoptr(GString) value = g_string_new("attachment; filename=\"");
    for (const char *p = file_name; *p != '\0'; p++)
        g_string_append_c(value, g_ascii_isalnum(*p) || strchr("._- ", *p) != NULL ? *p : '_');
    g_string_append(value, "\"; filename*=UTF-8''");
    cx_percent_append(value, file_name);
    cx_reply_header(reply, "Content-Disposition", value->str);
}

void
cx_reply_bytes(CxReply *reply, const char *content_type, GBytes *bytes, const char *file_name)
{
    reply_drop_body(reply);
    reply->content_type = g_strdup(content_type);
    reply->body = g_bytes_ref(bytes);
    reply->is_done = true;
    if (file_name != NULL)
        reply_file_name(reply, file_name);
}

void
cx_reply_status(CxReply *reply, int http_status)
{
    reply->http_status = http_status;
}

void
cx_reply_no_store(CxReply *reply)
{
    reply->keep = CX_KEEP_NOT;
}

void
cx_reply_header(CxReply *reply, const char *name, const char *value)
{
    cx_assert(reply->n_headers < CX_REPLY_HEADERS_MAX);
    const char *copy = cx_arena_text(reply->request->arena, value);
    reply->headers[reply->n_headers++] = (CxReplyHeader){ .name = name, .value = copy };
}

void
cx_reply_cookie(CxReply *reply, const char *name, const char *value)
{
    g_autofree char *text = g_strdup_printf(
        "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, value == NULL ? "" : value,
        reply->hub->config.is_https ? "; Secure" : "", value == NULL ? "; Max-Age=0" : "");
    cx_reply_header(reply, "Set-Cookie", text);
    reply->keep = CX_KEEP_NOT;
}

void
cx_reply_asset(CxReply *reply, const CxAsset *asset)
{
    reply_drop_body(reply);
    reply->content_type = g_strdup(asset->content_type);
    reply->body = g_bytes_new_static(asset->file->data, asset->file->len_bytes);
    reply->gzip = asset->gzip == NULL ? NULL : g_bytes_ref(asset->gzip);
    reply->etag = g_strdup(asset->etag);
    const char *asked = cx_pairs_find(reply->request->query, "v");
    reply->keep =
        asked != NULL && g_str_equal(asked, asset->file->digest) ? CX_KEEP_FOR_EVER : CX_KEEP_SHORT;
    reply->is_done = true;
}

/* ---- Problems ---- */

static CxViewList
problem_issues(CxArena *arena, const CxIssues *issues)
{
    const size_t n = issues == NULL ? 0 : cx_issues_count(issues);
    CxProblemIssueView *rows = cx_arena_new0_n(arena, CxProblemIssueView, n + 1);
    for (size_t i = 0; i < n; i++) {
        const CxIssue *issue = cx_issues_at(issues, i);
        rows[i] = (CxProblemIssueView){ issue->field, issue->code, issue->text };
    }
    return CX_VIEW_LIST(rows, n);
}

/* The title of a code in the reader's language; English where the catalogue has none. */
static const char *
problem_title(const CxCatalogue *catalogue, CxErrorCode code)
{
    g_autofree char *name = g_ascii_strdown(cx_error_name(code), -1);
    g_autofree char *key = g_strconcat("problem.", name, NULL);
    if (catalogue == NULL || cx_catalogue_find(catalogue, key) == NULL)
        return cx_error_title(code);
    return cx_message_text(catalogue, key);
}

/* An error's message as people read it: with a capital and a full stop. */
static const char *
sentence(CxArena *arena, const char *message)
{
    if (*message == '\0')
        return NULL;
    const char last = message[strlen(message) - 1];
    char *text = cx_arena_printf(arena, "%s%s", message, strchr(".!?", last) != NULL ? "" : ".");
    text[0] = g_ascii_toupper(text[0]);
    return text;
}

static CxProblemView *
problem_view(CxReply *reply, const GError *error)
{
    CxRequest *request = reply->request;
    CxArena *arena = request->arena;
    const CxErrorCode code = cx_error_code(error);
    CxProblemView *view = cx_arena_new0(arena, CxProblemView);
    g_autofree char *kind = g_ascii_strdown(cx_error_name(code), -1);
    view->type = cx_arena_printf(arena, "urn:coalition:problem:%s", kind);
    view->title = problem_title(cx_request_catalogue(request), code);
    view->status = reply->http_status;
    view->is_our_fault = cx_error_http_status(code) >= 500;
    /* What our own failures say is for the log: it may name files, tables and hosts. */
    if (!view->is_our_fault) {
        view->detail = request->is_api ? cx_arena_text(arena, error->message)
                                       : sentence(arena, error->message);
    }
    view->issues = problem_issues(arena, reply->issues);
    view->request_id = request->id;
    view->is_signed_out = code == CX_ERROR_UNAUTHENTICATED;
    if (view->is_signed_out)
        view->sign_in_to = cx_gate_sign_in_url(request);
    return view;
}

/* The page of last resort, when even the template of problems cannot be drawn. */
static GString *
bare_page(const CxProblemView *view)
{
    GString *out = g_string_new("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>");
    cx_escape_append(out, view->title, strlen(view->title));
    g_string_append(out, "</title><h1>");
    cx_escape_append(out, view->title, strlen(view->title));
    g_string_append(out, "</h1>");
    if (view->detail != NULL) {
        g_string_append(out, "<p>");
        cx_escape_append(out, view->detail, strlen(view->detail));
        g_string_append(out, "</p>");
    }
    g_string_append_printf(out, "<p>%s</p></html>\n", view->request_id);
    return out;
}

void
cx_reply_problem(CxReply *reply, const GError *error)
{
    reply->http_status = reply->problem_status != 0 ? reply->problem_status
                                                    : cx_error_http_status(cx_error_code(error));
    reply->keep = CX_KEEP_NOT;
    const CxProblemView *view = problem_view(reply, error);
    if (reply->request->is_api) {
        reply_take_text(reply, PROBLEM_TYPE, write_json(&cx_problem_view_type, view));
        return;
    }
    CxShellFacts facts = { .title = view->title, .csrf = "", .is_error = true };
    if (reply->request->form_token != NULL)
        facts.csrf = reply->request->form_token;
    const CxView page = { .type = &cx_problem_view_type, .data = view };
    g_autoptr(GString) out = g_string_sized_new(8192);
    g_autoptr(GError) draw_error = NULL;
    if (!draw_page(reply, reply->hub->services.problem_template, &facts, page, out, &draw_error))
        reply_take_text(reply, HTML_TYPE, bare_page(view));
    else
        reply_take_text(reply, HTML_TYPE, g_steal_pointer(&out));
}

/* ---- Over the wire ---- */

static void
finish_etag(CxReply *reply)
{
    if (reply->keep == CX_KEEP_NOT || reply->http_status != 200 || reply->body == NULL ||
        reply->request->method != CX_METHOD_GET)
        return;
    if (reply->etag == NULL) {
        gsize len_bytes = 0;
        const void *data = g_bytes_get_data(reply->body, &len_bytes);
        const CxDigest digest = cx_digest(data, len_bytes);
        g_autofree char *hex = cx_digest_hex(&digest, 12);
        reply->etag = g_strdup_printf("W/\"%s\"", hex);
    }
    cx_reply_header(reply, "ETag", reply->etag);
    if (!cx_encode_etag_matches(reply->request->in->if_none_match, reply->etag))
        return;
    reply->http_status = 304;
    drop_bytes(&reply->body);
    drop_bytes(&reply->gzip);
}

static void
finish_gzip(CxReply *reply)
{
    if (reply->body == NULL || !cx_encode_is_text(reply->content_type))
        return;
    if (reply->gzip == NULL && g_bytes_get_size(reply->body) < CX_GZIP_BYTES_MIN)
        return;
    if (!cx_encode_accepts_gzip(reply->request->in->accept_encoding))
        return;
    if (reply->gzip == NULL) {
        gsize len_bytes = 0;
        const void *data = g_bytes_get_data(reply->body, &len_bytes);
        reply->gzip = cx_encode_gzip(data, len_bytes, GZIP_LEVEL);
    }
    if (reply->gzip == NULL)
        return;
    g_bytes_unref(reply->body);
    reply->body = g_steal_pointer(&reply->gzip);
    cx_reply_header(reply, "Content-Encoding", "gzip");
}

static void
finish_keep(CxReply *reply)
{
    static const char *const words[] = {
        [CX_KEEP_PRIVATE] = "private, no-cache",
        [CX_KEEP_NOT] = "no-store",
        [CX_KEEP_SHORT] = "public, max-age=300",
        [CX_KEEP_FOR_EVER] = "public, max-age=31536000, immutable",
    };
    cx_reply_header(reply, "Cache-Control", words[reply->keep]);
    if (reply->keep == CX_KEEP_SHORT || reply->keep == CX_KEEP_FOR_EVER) {
        cx_reply_header(reply, "Vary", "Accept-Encoding");
    } else {
        cx_reply_header(reply, "Vary",
                        reply->request->is_api ? "Authorization, Accept-Encoding"
                                               : "Cookie, Accept-Encoding");
    }
}

static void
finish_security(CxReply *reply)
{
    static const char *const headers[][2] = {
        { "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'" },
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "same-origin" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
        cx_reply_header(reply, headers[i][0], headers[i][1]);
    if (reply->hub->config.is_https)
        cx_reply_header(reply, "Strict-Transport-Security", "max-age=31536000");
}

void
cx_reply_finish(CxReply *reply)
{
    finish_etag(reply);
    finish_gzip(reply);
    finish_keep(reply);
    finish_security(reply);
    if (reply->content_type != NULL && reply->http_status != 304)
        cx_reply_header(reply, "Content-Type", reply->content_type);
    if (reply->location != NULL)
        cx_reply_header(reply, "Location", reply->location);
    cx_reply_header(reply, "X-Request-Id", reply->request->id);
}
