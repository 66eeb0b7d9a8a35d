/* The other tool's number: asked for in the address, so that the answer can be shared. */
#include "base/text.h"
#include "pages/pages.h"
#include "pages/reconcile_view.h"
#include "pages/score_ask.h"
#include "view/form.h"

/* The slice asked about as hidden fields of the form. */
static CxViewList
hidden_fields(CxCtx *ctx, const CxSlice *slice)
{
    g_autofree char *text = cx_slice_format(slice);
    g_auto(GStrv) pairs = g_strsplit(text, "&", -1);
    const guint n = g_strv_length(pairs);
    CxFormChoice *fields = cx_arena_new0_n(ctx->arena, CxFormChoice, n);
    for (guint i = 0; i < n; i++) {
        g_auto(GStrv) parts = g_strsplit(pairs[i], "=", 2);
        fields[i].label = cx_arena_text(ctx->arena, parts[0]);
        g_autofree char *value = g_uri_unescape_string(parts[1] != NULL ? parts[1] : "", NULL);
        fields[i].value = cx_arena_text(ctx->arena, value != NULL ? value : "");
    }
    return CX_VIEW_LIST(fields, n);
}

static bool
fill(const CxScoreAsk *ask, const CxRequest *request, CxReconcileView *view, GError **error)
{
    CxCtx *ctx = ask->ctx;
    g_autoptr(CxSlice) slice = cx_slice_copy(ask->slice);
    slice->by = CX_SLICE_BY_NONE;
    g_clear_pointer(&slice->by_item, g_free);
    view->has_survey = true;
    view->number = cx_arena_text(ctx->arena, cx_request_query(request, "number"));
    view->tool = cx_arena_text(ctx->arena, cx_request_query(request, "tool"));
    view->n_given = cx_arena_text(ctx->arena, cx_request_query(request, "n"));
    view->tool = view->tool != NULL && *view->tool != '\0' ? view->tool : NULL;
    view->slice = cx_arena_take(ctx->arena, cx_slice_format(slice));
    view->hidden = hidden_fields(ctx, slice);
    if (view->number == NULL || *view->number == '\0')
        return true;
    CxReconcileAsk asked = { .slice = slice, .number = view->number, .n = -1 };
    const bool has_n = view->n_given != NULL && *view->n_given != '\0';
    if (has_n && !cx_text_parse_i64(view->n_given, &asked.n, error))
        return false;
    const CxReconciliation *result = cx_reconcile(ctx, ask->survey, &asked, error);
    if (result == NULL)
        return false;
    cx_reconcile_view_fill(ctx, ask->survey, result, view);
    return true;
}

bool
cx_page_reconcile(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    if (!cx_ctx_check_change(ctx, "compare with another tool's number", error))
        return false;
    static const char *const own[] = { "number", "n", "tool", "period", NULL };
    g_autoptr(CxScoreAsk) ask = cx_score_ask_read_beside(ctx, request, own, error);
    if (ask == NULL)
        return false;
    const char *title = cx_message_text(ctx->catalogue, "reconcile.tab");
    CxReconcileView view = { .has_survey = false };
    if (ask->survey != NULL && !fill(ask, request, &view, error))
        return false;
    return cx_reply_view(reply, "reconcile", title, &cx_reconcile_view_type, &view, error);
}
