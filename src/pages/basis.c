/* The basis: why judgements of people may be kept here, how long, and who reads them. */
#include "engage/basis.h"

#include "base/civil.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "web/form.h"

/* ---- The view ---- */

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

/* ---- The command ---- */

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

/* ---- Showing and changing ---- */

static CxFormView *
make_form(const CxRequest *request, const CxCommandInput *sent, const CxBasis *basis)
{
    const BasisSet now = {
        .state = basis->is_on ? "on" : "off",
        .purpose = basis->purpose,
        .legal_basis = basis->legal_basis,
        .retention_days = basis->retention_days,
        .readers = basis->is_for_team ? "team" : "owner",
        .hold = basis->hold,
    };
    return cx_form_of(request, sent, &cx_basis_set_type, &now);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
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
        view.form = make_form(request, sent, &basis);
    const char *title = cx_message_text(ctx->catalogue, "basis.title");
    return cx_reply_view(reply, "basis", title, &cx_basis_view_type, &view, error);
}

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const BasisSet *set = command;
    const CxBasis basis = {
        .is_on = g_str_equal(set->state, "on"),
        .purpose = set->purpose,
        .legal_basis = set->legal_basis,
        .retention_days = set->retention_days != CX_COMMAND_INT_NONE ? set->retention_days
                                                                     : CX_BASIS_RETENTION_DAYS,
        .is_for_team = g_strcmp0(set->readers, "team") == 0,
        .hold = set->hold,
    };
    if (!cx_basis_set(ctx, &basis, error))
        return false;
    cx_reply_redirect(reply, "/leaders/coalition");
    return true;
}

static const CxForm form = { &cx_basis_set_type, take, show, CX_REFUSALS_ABOVE };

bool
cx_page_basis(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_basis_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&form, ctx, request, reply, error);
}
