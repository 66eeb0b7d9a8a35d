/* The coalition: where leaders stand, and who has the ear of whom. */
#include <inttypes.h>

#include "pages/coalition_view.h"
#include "pages/leader_choices.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "web/form.h"

#define HERE "/leaders/coalition"

/* ---- Views ---- */

typedef struct {
    const char *who;
    const char *over;
    const char *end_url;
} InfluenceView;

typedef struct {
    const CxCoalitionView *coalition;
    CxViewList influences; /* of InfluenceView; for readers */
    bool has_influences;
    const CxFormView *form; /* to note one; NULL: judgements are off, or not this reader's */
} CoalitionPage;

static const CxViewField influence_fields[] = {
    CX_FIELD(InfluenceView, who, CX_FIELD_TEXT, "Who is listened to"),
    CX_FIELD(InfluenceView, over, CX_FIELD_TEXT, "Who listens"),
    CX_FIELD_PAGE(InfluenceView, end_url, CX_FIELD_TEXT, "Where it is ended"),
};
static const CxViewType influence_type =
    CX_VIEW_TYPE("Influence", InfluenceView, influence_fields, "Who has the ear of whom");

static const CxViewField page_fields[] = {
    CX_FIELD_CHILD(CoalitionPage, coalition, CX_FIELD_OBJECT, &cx_coalition_view_type,
                   "Where leaders stand"),
    CX_FIELD_CHILD(CoalitionPage, influences, CX_FIELD_LIST, &influence_type,
                   "Who has the ear of whom, for those who read judgements"),
    CX_FIELD_PAGE(CoalitionPage, has_influences, CX_FIELD_FLAG, "Whether any is noted"),
    CX_FIELD_CHILD_PAGE(CoalitionPage, form, CX_FIELD_OBJECT, &cx_form_view_type, "To note one"),
};
const CxViewType cx_coalition_page_type =
    CX_VIEW_TYPE("CoalitionPage", CoalitionPage, page_fields,
                 "The coalition, and who has the ear of whom in it");

/* ---- Commands ---- */

typedef struct {
    const char *leader;
    const char *over;
} InfluenceAdd;

static const CxCommandField influence_add_fields[] = {
    { CX_COMMAND(InfluenceAdd, leader, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "influence.leader", .about = "Key of who is listened to" },
    { CX_COMMAND(InfluenceAdd, over, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "influence.over", .about = "Key of who listens" },
};
const CxCommandType cx_influence_add_type = CX_COMMAND_TYPE(
    "InfluenceAdd", InfluenceAdd, influence_add_fields, "Notes who has the ear of whom");

/* ---- The coalition ---- */

static bool
add_influences(CxCtx *ctx, CxFormView *form, CoalitionPage *page, GError **error)
{
    CxInfluences influences;
    if (!cx_influence_list(ctx, &influences, error))
        return false;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    InfluenceView *views = cx_arena_new0_n(ctx->arena, InfluenceView, influences.n);
    for (size_t i = 0; i < influences.n; i++) {
        const CxInfluence *influence = &influences.items[i];
        views[i] = (InfluenceView){
            .who = cx_leader_name(ctx, leaders, influence->leader),
            .over = cx_leader_name(ctx, leaders, influence->over),
            .end_url =
                cx_arena_printf(ctx->arena, "/leaders/influence/%" PRId64 "/end", influence->id),
        };
    }
    page->influences = CX_VIEW_LIST(views, influences.n);
    page->has_influences = influences.n > 0;
    page->form = form;
    return cx_leader_choices(ctx, form, "leader", error) &&
           cx_leader_choices(ctx, form, "over", error);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    const CxCoalitionView *coalition = cx_coalition_view(ctx, error);
    if (coalition == NULL)
        return false;
    CoalitionPage page = { .coalition = coalition };
    CxFormView *influence = cx_form_of(request, sent, &cx_influence_add_type, NULL);
    if (coalition->can_read && !add_influences(ctx, influence, &page, error))
        return false;
    const char *title = cx_message_text(ctx->catalogue, "coalition.title");
    return cx_reply_view(reply, "coalition", title, &cx_coalition_page_type, &page, error);
}

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const InfluenceAdd *add = command;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, add->leader, error);
    g_autoptr(CxLeader) over = leader != NULL ? cx_leader_find(ctx, add->over, error) : NULL;
    if (over == NULL || !cx_influence_add(ctx, leader->id, over->id, error))
        return false;
    cx_reply_redirect(reply, HERE);
    return true;
}

static const CxForm form = { &cx_influence_add_type, take, show, CX_REFUSALS_ABOVE };

bool
cx_page_coalition(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_influence_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&form, ctx, request, reply, error);
}

bool
cx_page_influence_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_influence_end(ctx, id, error))
        return false;
    cx_reply_redirect(reply, HERE);
    return true;
}
