#include "web/sign_in.h"

#include "base/clock.h"
#include "base/error.h"
#include "codec/json.h"
#include "db/txn.h"
#include "lang/assert.h"
#include "people/user.h"
#include "web/gate_priv.h"
#include "web/guard.h"

/* Every refused try leaves a record with the address, never with what was typed: people type
 * passwords into the wrong field. */
static bool
audit_refusal(CxCtx *ctx, const CxRequest *request, const char *action, GError **error)
{
    g_autofree char *after_json = cx_audit_texts("address", request->in->address, NULL);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_ctx_audit(ctx, action, "session", 0, NULL, after_json, error))
        return false;
    return cx_txn_commit(&txn, error);
}

static void
fail_throttled(CxReply *reply, int64_t wait_s, GError **error)
{
    g_autofree char *seconds = g_strdup_printf("%" G_GINT64_FORMAT, wait_s);
    cx_reply_header(reply, "Retry-After", seconds);
    g_set_error(error, CX_ERROR, CX_ERROR_THROTTLED,
                "too many tries to sign in; the next one is possible in %s s", seconds);
}

bool
cx_sign_in(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxSignIn *sign_in,
           GError **error)
{
    cx_assert(!request->is_api && request->method == CX_METHOD_POST);
    CxThrottle *throttle = request->hub->throttle;
    const char *login = sign_in->login == NULL ? "" : sign_in->login;
    const char *password = sign_in->password == NULL ? "" : sign_in->password;
    const char *address = request->in->address;
    const int64_t wait_s = cx_throttle_try(throttle, login, address, cx_clock_monotonic_us());
    if (wait_s > 0) {
        fail_throttled(reply, wait_s, error);
        return false;
    }
    CxUserId user = { 0 };
    if (!cx_user_verify(ctx, login, password, &user, error)) {
        g_autoptr(GError) audit_error = NULL;
        if (!audit_refusal(ctx, request, "session.refuse", &audit_error))
            g_debug("refused sign-in was not recorded: %s", audit_error->message);
        return false;
    }
    cx_throttle_forgive(throttle, login, address);
    /* a session that was open in this browser ends: nobody goes on in another's */
    if (request->session_secret != NULL && !cx_session_close(ctx, request->session_secret, error))
        return false;
    g_autofree char *secret = NULL;
    if (!cx_session_open(ctx, user, &secret, error))
        return false;
    cx_reply_redirect(reply, cx_return_path(sign_in->return_to));
    cx_reply_cookie(reply, cx_gate_session_cookie(request->hub), secret);
    cx_reply_cookie(reply, cx_gate_form_cookie(request->hub), NULL);
    return true;
}

bool
cx_sign_out(CxCtx *ctx, const CxRequest *request, CxReply *reply, const char *path, GError **error)
{
    cx_assert(!request->is_api && request->method == CX_METHOD_POST);
    if (request->session_secret != NULL && !cx_session_close(ctx, request->session_secret, error))
        return false;
    cx_reply_redirect(reply, path);
    cx_reply_cookie(reply, cx_gate_session_cookie(request->hub), NULL);
    /* what this browser kept of pages must not be found by the next person */
    cx_reply_header(reply, "Clear-Site-Data", "\"cache\"");
    return true;
}
