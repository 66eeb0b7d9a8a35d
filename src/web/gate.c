#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/secret.h"
#include "db/pool.h"
#include "lang/assert.h"
#include "people/user.h"
#include "web/gate_priv.h"
#include "web/guard.h"

#define FORM_FIELD       "_csrf"
#define SECRET_BYTES     32 /* of randomness in the form cookie */
#define COOKIE_BYTES_MAX 256
#define TOUCH_US         (INT64_C(60) * CX_US_PER_SECOND)
#define TOUCH_PAUSE_S    60 /* after the store was too busy for noting a session's use */

/* With the prefix browsers take the cookie over TLS and from this very host only. */
const char *
cx_gate_session_cookie(const CxHub *hub)
{
    return hub->config.is_https ? "__Host-coalition" : "coalition";
}

const char *
cx_gate_form_cookie(const CxHub *hub)
{
    return hub->config.is_https ? "__Host-coalition-form" : "coalition-form";
}

/* ---- Who asks ---- */

/* The secret in "Bearer secret", or NULL. */
static const char *
bearer_secret(const char *authorization)
{
    if (authorization == NULL || g_ascii_strncasecmp(authorization, "Bearer ", 7) != 0)
        return NULL;
    const char *secret = authorization + 7;
    secret += strspn(secret, " ");
    return *secret == '\0' || strlen(secret) > COOKIE_BYTES_MAX ? NULL : secret;
}

/* Whether the failure means "nobody", rather than a store that did not answer. */
static bool
is_nobody(const GError *error)
{
    return cx_error_code(error) == CX_ERROR_UNAUTHENTICATED;
}

static bool
find_session(CxGate *gate, CxReply *reply, CxCtx *nobody, CxUserId *ret_user, GError **error)
{
    CxRequest *request = reply->request;
    const char *name = cx_gate_session_cookie(reply->hub);
    const char *secret = cx_pairs_find(request->cookies, name);
    if (secret == NULL)
        return true;
    CxSession session = { 0 };
    g_autoptr(GError) find_error = NULL;
    if (strlen(secret) > COOKIE_BYTES_MAX ||
        !cx_session_find(nobody, secret, &session, &find_error)) {
        if (find_error != NULL && !is_nobody(find_error)) {
            g_propagate_error(error, g_steal_pointer(&find_error));
            return false;
        }
        cx_reply_cookie(reply, name, NULL);
        return true;
    }
    request->session_secret = g_strdup(secret);
    request->form_token = g_strdup(session.csrf);
    gate->is_old = nobody->now.us - session.seen_at.us > TOUCH_US;
    *ret_user = session.user;
    cx_session_clear(&session);
    return true;
}

static bool
find_user(CxGate *gate, CxReply *reply, CxCtx *nobody, CxUserId *ret_user, GError **error)
{
    if (!reply->request->is_api)
        return find_session(gate, reply, nobody, ret_user, error);
    const char *authorization = reply->request->in->authorization;
    if (authorization == NULL)
        return true;
    const char *secret = bearer_secret(authorization);
    if (secret == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED,
                            "the Authorization header must be \"Bearer\" and a token");
        return false;
    }
    return cx_token_find(nobody, secret, ret_user, error);
}

static void
dress(CxCtx *ctx, const CxRequest *request)
{
    g_free(ctx->request);
    ctx->request = g_strdup(request->id);
    ctx->catalogue = cx_request_catalogue(request);
    ctx->press = request->hub->services.press;
    cx_ctx_set_zone(ctx, request->hub->services.zone);
}

/* The token of forms before sign-in is bound to a cookie of its own. */
static void
read_form_cookie(CxRequest *request)
{
    const char *secret = cx_pairs_find(request->cookies, cx_gate_form_cookie(request->hub));
    if (request->form_token == NULL && secret != NULL && *secret != '\0' &&
        strlen(secret) <= COOKIE_BYTES_MAX)
        request->form_token = cx_guard_form_token(secret);
}

bool
cx_gate_open(CxGate *gate, CxReply *reply, GError **error)
{
    const CxServices *services = &reply->hub->services;
    gate->db = cx_db_pool_take(services->pool, CX_DB_READ, error);
    if (gate->db == NULL)
        return false;
    const CxInstant now = cx_clock_now(services->clock);
    CxUserId user = { 0 };
    g_autoptr(CxCtx) nobody = cx_ctx_open_nobody(gate->db, now);
    if (!find_user(gate, reply, nobody, &user, error))
        return false;
    g_autoptr(CxCtx) ctx = NULL;
    if (user.v != 0) {
        g_autoptr(GError) open_error = NULL;
        ctx = cx_ctx_open_user(gate->db, services->frames, user, now, &open_error);
        if (ctx == NULL && (reply->request->is_api || !is_nobody(open_error))) {
            g_propagate_error(error, g_steal_pointer(&open_error));
            return false;
        }
    }
    if (ctx == NULL) {
        g_clear_pointer(&reply->request->session_secret, g_free);
        g_clear_pointer(&reply->request->form_token, g_free);
        ctx = g_steal_pointer(&nobody);
    }
    if (!reply->request->is_api)
        read_form_cookie(reply->request);
    dress(ctx, reply->request);
    gate->ctx = g_steal_pointer(&ctx);
    reply->ctx = gate->ctx;
    return true;
}

bool
cx_gate_write(CxGate *gate, CxReply *reply, GError **error)
{
    cx_db_close(g_steal_pointer(&gate->db));
    gate->ctx->db = NULL;
    gate->db = cx_db_pool_take(reply->hub->services.pool, CX_DB_WRITE, error);
    if (gate->db == NULL) {
        /* nobody can be asked anything without a connection */
        reply->ctx = NULL;
        return false;
    }
    gate->ctx->db = gate->db;
    return true;
}

/* At most one try a minute while the store is busy: pages do not wait for a note. */
static bool
may_touch(CxHub *hub)
{
    const gint now_s = (gint)(cx_clock_monotonic_us() / CX_US_PER_SECOND % G_MAXINT);
    const gint after_s = g_atomic_int_get(&hub->touch_after_s);
    return now_s >= after_s;
}

static void
touch_failed(CxHub *hub)
{
    const gint now_s = (gint)(cx_clock_monotonic_us() / CX_US_PER_SECOND % G_MAXINT);
    g_atomic_int_set(&hub->touch_after_s, now_s + TOUCH_PAUSE_S);
}

/* A store too busy for a note is no reason to refuse a page that is ready. */
static void
touch_session(CxGate *gate, CxReply *reply)
{
    if (!gate->is_old || reply->request->session_secret == NULL || !may_touch(reply->hub))
        return;
    g_autoptr(GError) error = NULL;
    if ((reply->request->method == CX_METHOD_GET && !cx_gate_write(gate, reply, &error)) ||
        !cx_session_touch(gate->ctx, reply->request->session_secret, &error))
        touch_failed(reply->hub);
}

bool
cx_gate_settle(CxGate *gate, CxReply *reply, GError **error)
{
    if (!cx_ctx_has_deferred(gate->ctx)) {
        touch_session(gate, reply);
        return true;
    }
    if (reply->request->method == CX_METHOD_GET && !cx_gate_write(gate, reply, error))
        return false;
    return cx_ctx_flush(gate->ctx, gate->db, error);
}

void
cx_gate_close(CxGate *gate)
{
    cx_ctx_free(g_steal_pointer(&gate->ctx));
    if (gate->db != NULL)
        cx_db_close(g_steal_pointer(&gate->db));
}

/* ---- By what right ---- */

bool
cx_gate_check_access(const CxGate *gate, const CxRequest *request, GError **error)
{
    const CxAccess access = request->route->access;
    if (access == CX_ACCESS_FILE && gate->ctx->actor.user.v != 0)
        return cx_ctx_check_change(gate->ctx, "bring files", error);
    if (access == CX_ACCESS_PUBLIC || gate->ctx->actor.user.v != 0)
        return true;
    if (request->is_api) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED,
                            "this address needs a token in the Authorization header");
        return false;
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED,
                        "you are not signed in, or were signed out meanwhile; nothing was changed");
    return false;
}

bool
cx_gate_check_form(const CxRequest *request, GError **error)
{
    const CxIncoming *in = request->in;
    const CxOrigin origin = { .origin = in->origin,
                              .fetch_site = in->fetch_site,
                              .host = in->host,
                              .is_https = request->hub->config.is_https };
    const char *token = cx_pairs_find(request->form, FORM_FIELD);
    if (cx_guard_is_same_origin(&origin) && token != NULL && request->form_token != NULL &&
        cx_secret_is_equal(token, request->form_token))
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "this form does not come from a page of this session; nothing was changed. "
                        "Open the page again and send it from there");
    return false;
}

/* ---- Forms and sign-in ---- */

const char *
cx_gate_form_token(CxReply *reply)
{
    CxRequest *request = reply->request;
    if (request->form_token == NULL) {
        g_autofree char *secret = cx_random_token(SECRET_BYTES);
        request->form_token = cx_guard_form_token(secret);
        cx_reply_cookie(reply, cx_gate_form_cookie(reply->hub), secret);
    }
    return request->form_token;
}

const char *
cx_gate_sign_in_url(const CxRequest *request)
{
    g_autoptr(GString) url = g_string_new(request->hub->services.sign_in_path);
    const char *back = request->method == CX_METHOD_GET ? cx_return_path(request->in->target) : "/";
    if (!g_str_equal(back, "/")) {
        g_string_append(url, "?return=");
        cx_percent_append(url, back);
    }
    return cx_arena_text(request->arena, url->str);
}
