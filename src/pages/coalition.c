/* The coalition: where leaders stand, why that may be kept here, and who has the ear of whom. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/limits.h"
#include "pages/coalition_view.h"
#include "pages/pages.h"
#include "people/leader.h"

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

typedef struct {
    bool is_on;
    const char *purpose;
    const char *legal_basis;
    int64_t retention_days;
    const char *readers;
    const char *hold;
    CxDay day;
    const char *set;        /* "said on … by …", or NULL */
    const CxFormView *form; /* NULL: not for this reader */
} BasisView;

static const CxViewField basis_fields[] = {
    CX_FIELD(BasisView, is_on, CX_FIELD_FLAG, "Whether judgements of people are kept"),
    CX_FIELD(BasisView, purpose, CX_FIELD_TEXT, "What they are for"),
    CX_FIELD(BasisView, legal_basis, CX_FIELD_TEXT, "Why that is lawful"),
    CX_FIELD_DATA(BasisView, retention_days, CX_FIELD_COUNT, "Days until they are erased"),
    CX_FIELD_DATA(BasisView, readers, CX_FIELD_TEXT, "owner: the CX leader alone; team"),
    CX_FIELD(BasisView, hold, CX_FIELD_TEXT, "Why nothing is erased for now, or null"),
    CX_FIELD_DATA(BasisView, day, CX_FIELD_DAY, "The day it was said"),
    CX_FIELD_PAGE(BasisView, set, CX_FIELD_TEXT, "When and by whom"),
    CX_FIELD_CHILD_PAGE(BasisView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To change it"),
};
const CxViewType cx_basis_view_type =
    CX_VIEW_TYPE("Basis", BasisView, basis_fields, "Why judgements of people are kept");

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

typedef struct {
    const char *state;
    const char *purpose;
    const char *legal_basis;
    int64_t retention_days;
    const char *readers;
    const char *hold;
} BasisSet;

static const CxCommandChoice state_choices[] = { { "on", "basis.state.on" },
                                                 { "off", "basis.state.off" },
                                                 { 0 } };
static const CxCommandChoice reader_choices[] = { { "owner", "basis.readers.owner" },
                                                  { "team", "basis.readers.team" },
                                                  { 0 } };

static const CxCommandField basis_set_fields[] = {
    { CX_COMMAND(BasisSet, state, CX_COMMAND_CHOICE), .is_required = true, .choices = state_choices,
      .label_key = "basis.state", .about = "Whether judgements of people are kept" },
    { CX_COMMAND(BasisSet, purpose, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "basis.purpose", .hint_key = "basis.purpose.hint",
      .about = "What they are for; needed when on" },
    { CX_COMMAND(BasisSet, legal_basis, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "basis.legal", .hint_key = "basis.legal.hint",
      .about = "Why that is lawful; needed when on" },
    { CX_COMMAND(BasisSet, retention_days, CX_COMMAND_INT), .lo = 1, .hi = 3660,
      .label_key = "basis.days", .about = "Days until they are erased; 180 if not given" },
    { CX_COMMAND(BasisSet, readers, CX_COMMAND_CHOICE), .choices = reader_choices,
      .label_key = "basis.readers", .about = "Who reads all of them: owner, team" },
    { CX_COMMAND(BasisSet, hold, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "basis.hold", .hint_key = "basis.hold.hint",
      .about = "Why nothing is erased for now" },
};
const CxCommandType cx_basis_set_type =
    CX_COMMAND_TYPE("BasisSet", BasisSet, basis_set_fields, "Says why judgements are kept");

/* ---- The coalition ---- */

static const char *
name_of(CxCtx *ctx, const GPtrArray *leaders, CxLeaderId id)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (leader->id.v == id.v)
            return cx_arena_text(ctx->arena, leader->name);
    }
    return NULL;
}

static void
set_leaders(CxCtx *ctx, CxFormView *form, const GPtrArray *leaders)
{
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, leaders->len);
    size_t n = 0;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (cx_leader_term(leader, ctx->today) == NULL)
            continue;
        choices[n].value = cx_arena_text(ctx->arena, leader->key);
        choices[n++].label = cx_arena_text(ctx->arena, leader->name);
    }
    cx_form_set_choices(form, ctx->arena, "leader", choices, n);
    cx_form_set_choices(form, ctx->arena, "over", choices, n);
}

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
            .who = name_of(ctx, leaders, influence->leader),
            .over = name_of(ctx, leaders, influence->over),
            .end_url =
                cx_arena_printf(ctx->arena, "/leaders/influence/%" PRId64 "/end", influence->id),
        };
    }
    page->influences = CX_VIEW_LIST(views, influences.n);
    page->has_influences = influences.n > 0;
    set_leaders(ctx, form, leaders);
    page->form = form;
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
     GError **error)
{
    const CxCoalitionView *coalition = cx_coalition_view(ctx, error);
    if (coalition == NULL)
        return false;
    CoalitionPage page = { .coalition = coalition };
    if (coalition->can_read &&
        !add_influences(ctx, cx_request_form_view(request, input), &page, error))
        return false;
    const char *title = cx_message_text(ctx->catalogue, "coalition.title");
    return cx_reply_view(reply, "coalition", title, &cx_coalition_page_type, &page, error);
}

bool
cx_page_coalition(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_influence_add_type);
    return show(ctx, request, &input, reply, error);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "", NULL },
    { CX_ERROR_CONFLICT, "", NULL },
};

static bool
add_influence(CxCtx *ctx, const InfluenceAdd *add, GError **error)
{
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, add->leader, error);
    g_autoptr(CxLeader) over = leader != NULL ? cx_leader_find(ctx, add->over, error) : NULL;
    return over != NULL && cx_influence_add(ctx, leader->id, over->id, error);
}

bool
cx_page_influence_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_influence_add_type);
    InfluenceAdd add;
    if (cx_request_read(request, &input, &add)) {
        g_autoptr(GError) refusal = NULL;
        if (add_influence(ctx, &add, &refusal)) {
            cx_reply_redirect(reply, "/leaders/coalition");
            return true;
        }
        if (!cx_request_take_refusal(request, &input, refusals, CX_N_ELEMENTS(refusals), &refusal,
                                     error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show(ctx, request, &input, reply, error);
}

bool
cx_page_influence_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_influence_end(ctx, id, error))
        return false;
    cx_reply_redirect(reply, "/leaders/coalition");
    return true;
}

/* ---- The basis ---- */

static CxFormView *
make_basis_form(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent,
                const CxBasis *basis)
{
    if (sent != NULL)
        return cx_request_form_view(request, sent);
    const BasisSet now = {
        .state = basis->is_on ? "on" : "off",
        .purpose = basis->purpose,
        .legal_basis = basis->legal_basis,
        .retention_days = basis->retention_days,
        .readers = basis->is_for_team ? "team" : "owner",
        .hold = basis->hold,
    };
    const CxCommandInput input = cx_request_input(request, &cx_basis_set_type);
    size_t n = 0;
    const CxCommandPair *pairs = cx_command_pairs(&cx_basis_set_type, &now, ctx->arena, &n);
    return cx_form_view(&input, pairs, n);
}

static bool
show_basis(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
           GError **error)
{
    CxBasis basis;
    if (!cx_ctx_check_change(ctx, "see why judgements of people are kept", error) ||
        !cx_basis_load(ctx, &basis, error))
        return false;
    BasisView view = {
        .is_on = basis.is_on,
        .purpose = basis.purpose,
        .legal_basis = basis.legal_basis,
        .retention_days = basis.retention_days,
        .readers = basis.is_for_team ? "team" : "owner",
        .hold = basis.hold,
        .day = basis.day,
    };
    if (!cx_day_is_none(basis.day)) {
        g_autofree char *day = cx_day_format_long(basis.day);
        view.set = cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "basis.set",
                                                               CX_ARG_TEXT("day", day),
                                                               CX_ARG_TEXT("name", basis.set_by)));
    }
    if (ctx->wall.sees_people_notes)
        view.form = make_basis_form(ctx, request, sent, &basis);
    const char *title = cx_message_text(ctx->catalogue, "basis.title");
    return cx_reply_view(reply, "basis", title, &cx_basis_view_type, &view, error);
}

bool
cx_page_basis(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show_basis(ctx, request, NULL, reply, error);
}

static bool
set_basis(CxCtx *ctx, const BasisSet *set, GError **error)
{
    const CxBasis basis = {
        .is_on = g_str_equal(set->state, "on"),
        .purpose = set->purpose,
        .legal_basis = set->legal_basis,
        .retention_days = set->retention_days != CX_COMMAND_INT_NONE ? set->retention_days
                                                                     : CX_BASIS_RETENTION_DAYS,
        .is_for_team = g_strcmp0(set->readers, "team") == 0,
        .hold = set->hold,
    };
    return cx_basis_set(ctx, &basis, error);
}

bool
cx_page_basis_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_basis_set_type);
    BasisSet set;
    if (cx_request_read(request, &input, &set)) {
        g_autoptr(GError) refusal = NULL;
        if (set_basis(ctx, &set, &refusal)) {
            cx_reply_redirect(reply, "/leaders/coalition");
            return true;
        }
        if (!cx_request_take_refusal(request, &input, refusals, CX_N_ELEMENTS(refusals), &refusal,
                                     error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show_basis(ctx, request, &input, reply, error);
}
