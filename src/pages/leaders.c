/* The leaders: who heads what since when, one leader, and adding one. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "people/department.h"
#include "people/leader.h"

/* ---- Views ---- */

typedef struct {
    const char *title;
    const char *department;
    CxDay from, to;
    const char *from_text; /* NULL: not known */
    const char *to_text;   /* NULL: in office */
    bool is_current;
} TermView;

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    const char *email;
    const char *title;
    const char *department;
    const char *since;
    const char *url;
    const char *brief_url; /* NULL: not for this reader */
    bool has_office;
    CxViewList terms; /* of TermView, latest first */
} LeaderView;

typedef struct {
    CxViewList leaders; /* of LeaderView */
    int64_t n_leaders;
    bool has_leaders;
    bool can_change;
    const CxFormView *form;
} LeadersView;

static const CxViewField term_fields[] = {
    CX_FIELD(TermView, title, CX_FIELD_TEXT, "The office"),
    CX_FIELD(TermView, department, CX_FIELD_TEXT, "The department headed"),
    CX_FIELD(TermView, from, CX_FIELD_DAY, "First day, null when not known"),
    CX_FIELD(TermView, to, CX_FIELD_DAY, "Last day, null when in office"),
    CX_FIELD_PAGE(TermView, from_text, CX_FIELD_TEXT, "First day as read"),
    CX_FIELD_PAGE(TermView, to_text, CX_FIELD_TEXT, "Last day as read"),
    CX_FIELD(TermView, is_current, CX_FIELD_FLAG, "Whether it is in force"),
};
static const CxViewType term_type = CX_VIEW_TYPE("Term", TermView, term_fields, "A term of office");

static const CxViewField leader_fields[] = {
    CX_FIELD(LeaderView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(LeaderView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(LeaderView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(LeaderView, email, CX_FIELD_TEXT, "Address, for those who may see it"),
    CX_FIELD(LeaderView, title, CX_FIELD_TEXT, "Present office"),
    CX_FIELD(LeaderView, department, CX_FIELD_TEXT, "Department headed at present"),
    CX_FIELD_PAGE(LeaderView, since, CX_FIELD_TEXT, "Since when, as read"),
    CX_FIELD_PAGE(LeaderView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD_PAGE(LeaderView, brief_url, CX_FIELD_TEXT, "The leader's brief"),
    CX_FIELD(LeaderView, has_office, CX_FIELD_FLAG, "Whether a term is in force"),
    CX_FIELD_CHILD(LeaderView, terms, CX_FIELD_LIST, &term_type, "Terms, latest first"),
};
const CxViewType cx_leader_view_type =
    CX_VIEW_TYPE("Leader", LeaderView, leader_fields, "A leader and their terms of office");

static const CxViewField leaders_fields[] = {
    CX_FIELD_CHILD(LeadersView, leaders, CX_FIELD_LIST, &cx_leader_view_type, "The leaders"),
    CX_FIELD_PAGE(LeadersView, n_leaders, CX_FIELD_COUNT, "How many there are"),
    CX_FIELD_PAGE(LeadersView, has_leaders, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(LeadersView, can_change, CX_FIELD_FLAG, "Whether the reader may add one"),
    CX_FIELD_CHILD_PAGE(LeadersView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To add one"),
};
const CxViewType cx_leaders_view_type =
    CX_VIEW_TYPE("Leaders", LeadersView, leaders_fields, "The leaders of the organisation");

/* ---- The command ---- */

typedef struct {
    const char *name;
    const char *title;
    const char *department;
    const char *email;
    CxDay from;
} LeaderAdd;

static const CxCommandField leader_add_fields[] = {
    { CX_COMMAND(LeaderAdd, name, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "leaders.field.name", .about = "Full name" },
    { CX_COMMAND(LeaderAdd, title, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "leaders.field.title",
      .hint_key = "leaders.field.title.hint", .about = "Office, such as Head of Delivery" },
    { CX_COMMAND(LeaderAdd, department, CX_COMMAND_CHOICE), .label_key = "leaders.field.department",
      .about = "Key of the department headed" },
    { CX_COMMAND(LeaderAdd, from, CX_COMMAND_DAY), .is_required = true,
      .label_key = "leaders.field.from", .about = "First day in office" },
    { CX_COMMAND(LeaderAdd, email, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "leaders.field.email", .about = "Address" },
};
const CxCommandType cx_leader_add_type =
    CX_COMMAND_TYPE("LeaderAdd", LeaderAdd, leader_add_fields, "Adds a leader with a first term");

/* ---- Filling ---- */

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? NULL : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static bool
may_open_brief(CxCtx *ctx, CxLeaderId leader)
{
    return cx_ctx_check_leader(ctx, leader, NULL);
}

static LeaderView
leader_view(CxCtx *ctx, const CxLeader *leader)
{
    const CxTerm *term = cx_leader_term(leader, ctx->today);
    const bool may_open = may_open_brief(ctx, leader->id);
    TermView *terms = cx_arena_new0_n(ctx->arena, TermView, leader->terms->len);
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *from = g_ptr_array_index(leader->terms, i);
        terms[i] = (TermView){
            .title = cx_arena_text(ctx->arena, from->title),
            .department = cx_arena_text(ctx->arena, from->department_name),
            .from = from->from,
            .to = from->to,
            .from_text = day_text(ctx, from->from),
            .to_text = day_text(ctx, from->to),
            .is_current = from == term,
        };
    }
    return (LeaderView){
        .id = leader->id.v,
        .key = cx_arena_text(ctx->arena, leader->key),
        .name = cx_arena_text(ctx->arena, leader->name),
        .email = may_open ? cx_arena_text(ctx->arena, leader->email) : NULL,
        .title = term != NULL ? cx_arena_text(ctx->arena, term->title) : NULL,
        .department = term != NULL ? cx_arena_text(ctx->arena, term->department_name) : NULL,
        .since = term != NULL ? day_text(ctx, term->from) : NULL,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
        .brief_url = may_open
                         ? cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/brief", leader->id.v)
                         : NULL,
        .has_office = term != NULL,
        .terms = CX_VIEW_LIST(terms, leader->terms->len),
    };
}

/* Departments as choices of the form, by name. */
static bool
set_departments(CxCtx *ctx, CxFormView *form, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return false;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        choices[i].value = cx_arena_text(ctx->arena, department->key);
        choices[i].label = cx_arena_text(ctx->arena, department->name);
    }
    cx_form_set_choices(form, ctx->arena, "department", choices, list->len);
    return true;
}

static bool
show_leaders(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxCommandInput *input,
             GError **error)
{
    g_autoptr(GPtrArray) list = cx_leader_list(ctx, error);
    if (list == NULL)
        return false;
    LeaderView *leaders = cx_arena_new0_n(ctx->arena, LeaderView, list->len);
    for (guint i = 0; i < list->len; i++)
        leaders[i] = leader_view(ctx, g_ptr_array_index(list, i));
    LeadersView view = {
        .leaders = CX_VIEW_LIST(leaders, list->len),
        .n_leaders = (int64_t)list->len,
        .has_leaders = list->len > 0,
        .can_change = ctx->wall.can_change_program,
    };
    if (view.can_change) {
        CxFormView *form = cx_request_form_view(request, input);
        if (!set_departments(ctx, form, error))
            return false;
        view.form = form;
    }
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.leaders");
    return cx_reply_view(reply, "leaders", title, &cx_leaders_view_type, &view, error);
}

bool
cx_page_leaders(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_leader_add_type);
    return show_leaders(ctx, request, reply, &input, error);
}

static const CxRefusal leader_refusals[] = {
    { CX_ERROR_CONFLICT, "email", NULL },
    { CX_ERROR_NOT_FOUND, "department", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

bool
cx_page_leaders_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_leader_add_type);
    LeaderAdd add;
    if (cx_request_read(request, &input, &add)) {
        const CxLeaderAdd leader = {
            .name = add.name,
            .title = add.title,
            .department = add.department,
            .email = add.email,
            .from = add.from,
            .to = CX_DAY_NONE,
        };
        CxLeaderId id = { 0 };
        g_autoptr(GError) refusal = NULL;
        if (cx_leader_add(ctx, &leader, &id, &refusal)) {
            cx_reply_status(reply, 201);
            cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/leaders/%" PRId64, id.v));
            return true;
        }
        if (!cx_request_take_refusal(request, &input, leader_refusals,
                                     CX_N_ELEMENTS(leader_refusals), &refusal, error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show_leaders(ctx, request, reply, &input, error);
}

bool
cx_page_leader(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxLeaderId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    if (leader == NULL)
        return false;
    const LeaderView view = leader_view(ctx, leader);
    return cx_reply_view(reply, "leader", view.name, &cx_leader_view_type, &view, error);
}
