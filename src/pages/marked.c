#include "pages/marked.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "pages/pages.h"
#include "web/form.h"

static const CxViewField fields[] = {
    CX_FIELD(CxMarkedView, id, CX_FIELD_COUNT, "Id of the mark"),
    CX_FIELD(CxMarkedView, what, CX_FIELD_TEXT, "What was changed"),
    CX_FIELD(CxMarkedView, metric, CX_FIELD_TEXT, "Key of the metric it was to move"),
    CX_FIELD(CxMarkedView, metric_label, CX_FIELD_TEXT, "Its name"),
    CX_FIELD(CxMarkedView, since, CX_FIELD_DAY, "Since when"),
    CX_FIELD_PAGE(CxMarkedView, since_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxMarkedView, by, CX_FIELD_TEXT, "Login of who marked it"),
    CX_FIELD(CxMarkedView, sentence, CX_FIELD_TEXT, "What customers said since"),
    CX_FIELD(CxMarkedView, href, CX_FIELD_TEXT, "Where it is followed in full"),
    CX_FIELD_PAGE(CxMarkedView, can_withdraw, CX_FIELD_FLAG, "Whether the reader may take it back"),
};
const CxViewType cx_marked_view_type =
    CX_VIEW_TYPE("MarkedChange", CxMarkedView, fields, "A change that is followed");

/* How surely a metric goes with a question; 2 where it is not set against it. */
static double
p_of(const CxLinkFinding *finding, const char *metric)
{
    for (size_t i = 0; i < finding->n_items; i++) {
        if (g_str_equal(finding->items[i].metric, metric) && !isnan(finding->items[i].p))
            return finding->items[i].p;
    }
    return 2.0;
}

/* The question a metric goes with most surely; NULL where it is set against none. */
static const CxLinkFinding *
best_of(const CxLinkFindings *findings, const char *metric)
{
    const CxLinkFinding *best = NULL;
    double least = 2.0;
    for (size_t i = 0; i < findings->n; i++) {
        const double p = p_of(findings->items[i], metric);
        if (p < least) {
            least = p;
            best = findings->items[i];
        }
    }
    return best;
}

static bool
follow(CxLinkAsker *asker, const CxLinkFinding *finding, CxMarkedView *view, CxCtx *ctx,
       GError **error)
{
    if (finding == NULL)
        return true;
    const CxLinkFollow *followed =
        cx_link_follow(asker, finding->question, view->metric, view->since, error);
    if (followed == NULL)
        return false;
    g_autofree char *since = cx_day_format(view->since);
    view->sentence = followed->sentence;
    view->href = cx_arena_printf(ctx->arena, "/links/%s/%s?since=%s", view->metric,
                                 finding->question, since);
    return true;
}

bool
cx_marked_views(CxCtx *ctx, const char *metric, CxLinkAsker *asker, const CxLinkFindings *findings,
                CxViewList *ret_views, GError **error)
{
    CxMarkedList list;
    if (!cx_marked_list(ctx, metric, &list, error))
        return false;
    CxMarkedView *views = cx_arena_new0_n(ctx->arena, CxMarkedView, list.n + 1);
    for (size_t i = 0; i < list.n; i++) {
        const CxMarked *marked = &list.items[i];
        views[i] = (CxMarkedView){
            .id = marked->id.v,
            .what = marked->what,
            .metric = marked->metric,
            .metric_label = marked->metric_label,
            .since = marked->since,
            .since_text = cx_arena_take(ctx->arena, cx_day_format_long(marked->since)),
            .by = marked->actor,
            .can_withdraw = ctx->wall.can_change_program,
        };
        if (asker != NULL &&
            !follow(asker, best_of(findings, marked->metric), &views[i], ctx, error))
            return false;
    }
    *ret_views = CX_VIEW_LIST(views, list.n);
    return true;
}

/* ---- Marking ---- */

typedef struct {
    const char *what;
    CxDay since;
} ChangeMark;

static const CxCommandField mark_fields[] = {
    { CX_COMMAND(ChangeMark, what, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_MARKED_WHAT_BYTES_MAX, .label_key = "links.mark.what",
      .about = "What was changed, in words" },
    { CX_COMMAND(ChangeMark, since, CX_COMMAND_DAY), .is_required = true,
      .label_key = "links.follow.since", .about = "Since when" },
};
const CxCommandType cx_change_mark_type =
    CX_COMMAND_TYPE("ChangeMark", ChangeMark, mark_fields, "Marks a change that is followed");

bool
cx_page_link_mark(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    ChangeMark sent;
    if (!cx_form_read(request, &cx_change_mark_type, &sent, error))
        return false;
    const char *metric = cx_request_param(request, "metric");
    const CxMarking marking = { metric, sent.what, sent.since };
    CxMarkedId id = { 0 };
    if (!cx_marked_add(ctx, &marking, &id, error))
        return false;
    g_autofree char *since = cx_day_format(sent.since);
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/links/%s/%s?since=%s", metric,
                                             cx_request_param(request, "question"), since));
    return true;
}

bool
cx_page_marked_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxMarkedId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) || !cx_marked_withdraw(ctx, id, error))
        return false;
    cx_reply_redirect(reply, "/links");
    return true;
}
