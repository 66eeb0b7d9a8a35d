/* The departments: who heads them, how many questions each was given, and adding one. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "feedback/survey.h"
#include "pages/pages.h"
#include "people/department.h"
#include "people/leader.h"

/* ---- Views ---- */

typedef struct {
    int64_t id;
    const char *name;
    const char *title;
    CxDay from;
    const char *since; /* "since 1 March 2018", NULL when not known */
    const char *url;
} HeadView;

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    CxViewList heads; /* of HeadView, by name */
    int64_t n_questions;
} DepartmentView;

typedef struct {
    CxViewList departments; /* of DepartmentView, by name */
    int64_t n_departments;
    int64_t n_headless;
    const CxFormView *form; /* NULL: the reader may not add one */
} DepartmentsView;

static const CxViewField head_fields[] = {
    CX_FIELD(HeadView, id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(HeadView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(HeadView, title, CX_FIELD_TEXT, "Office"),
    CX_FIELD_DATA(HeadView, from, CX_FIELD_DAY, "First day in office, null when not known"),
    CX_FIELD_PAGE(HeadView, since, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(HeadView, url, CX_FIELD_TEXT, "Page of the leader"),
};
static const CxViewType head_type =
    CX_VIEW_TYPE("DepartmentHead", HeadView, head_fields, "A leader who heads a department today");

static const CxViewField department_fields[] = {
    CX_FIELD(DepartmentView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(DepartmentView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(DepartmentView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD_CHILD(DepartmentView, heads, CX_FIELD_LIST, &head_type, "Who heads it today, by name"),
    CX_FIELD(DepartmentView, n_questions, CX_FIELD_COUNT, "Questions given to it, of all surveys"),
};
static const CxViewType department_type = CX_VIEW_TYPE(
    "Department", DepartmentView, department_fields, "A department, its heads and its questions");

static const CxViewField departments_fields[] = {
    CX_FIELD_CHILD(DepartmentsView, departments, CX_FIELD_LIST, &department_type,
                   "The departments by name"),
    CX_FIELD_PAGE(DepartmentsView, n_departments, CX_FIELD_COUNT, "How many there are"),
    CX_FIELD_PAGE(DepartmentsView, n_headless, CX_FIELD_COUNT, "How many have no head today"),
    CX_FIELD_CHILD_PAGE(DepartmentsView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To add one"),
};
const CxViewType cx_departments_view_type = CX_VIEW_TYPE(
    "Departments", DepartmentsView, departments_fields, "The departments of the organisation");

/* ---- The command ---- */

typedef struct {
    const char *name;
    const char *key;
} DepartmentAdd;

static const CxCommandField department_add_fields[] = {
    { CX_COMMAND(DepartmentAdd, name, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "departments.field.name",
      .about = "Name as shown" },
    { CX_COMMAND(DepartmentAdd, key, CX_COMMAND_TEXT), .bytes_max = CX_KEY_BYTES_MAX,
      .label_key = "departments.field.key", .hint_key = "departments.field.key.hint",
      .about = "Stable key; made from the name when absent" },
};
const CxCommandType cx_department_add_type =
    CX_COMMAND_TYPE("DepartmentAdd", DepartmentAdd, department_add_fields, "Adds a department");

/* ---- Filling ---- */

/* The leader's term at the head of a department today, or NULL; borrowed. */
static const CxTerm *
find_term(const CxLeader *leader, CxDepartmentId department, CxDay day)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (term->department.v == department.v && cx_term_is_in_force(term, day))
            return term;
    }
    return NULL;
}

static HeadView
head_view(CxCtx *ctx, const CxLeader *leader, const CxTerm *term)
{
    HeadView view = {
        .id = leader->id.v,
        .name = cx_arena_text(ctx->arena, leader->name),
        .title = cx_arena_text(ctx->arena, term->title),
        .from = term->from,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
    };
    if (!cx_day_is_none(term->from)) {
        g_autofree char *day = cx_day_format_long(term->from);
        view.since =
            cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "departments.head.since",
                                                        CX_ARG_TEXT("day", day)));
    }
    return view;
}

static CxViewList
list_heads(CxCtx *ctx, const GPtrArray *leaders, CxDepartmentId department)
{
    HeadView *heads = cx_arena_new0_n(ctx->arena, HeadView, leaders->len);
    size_t n = 0;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        const CxTerm *term = find_term(leader, department, ctx->today);
        if (term != NULL)
            heads[n++] = head_view(ctx, leader, term);
    }
    return CX_VIEW_LIST(heads, n);
}

static int64_t
count_questions(const GArray *counts, CxDepartmentId department)
{
    for (guint i = 0; i < counts->len; i++) {
        const CxItemCount *count = &g_array_index(counts, CxItemCount, i);
        if (count->department.v == department.v)
            return count->n;
    }
    return 0;
}

static bool
fill(CxCtx *ctx, DepartmentsView *view, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    g_autoptr(GPtrArray) leaders = list != NULL ? cx_leader_list(ctx, error) : NULL;
    g_autoptr(GArray) counts = leaders != NULL ? cx_item_count(ctx, error) : NULL;
    if (counts == NULL)
        return false;
    DepartmentView *departments = cx_arena_new0_n(ctx->arena, DepartmentView, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        departments[i] = (DepartmentView){
            .id = department->id.v,
            .key = cx_arena_text(ctx->arena, department->key),
            .name = cx_arena_text(ctx->arena, department->name),
            .heads = list_heads(ctx, leaders, department->id),
            .n_questions = count_questions(counts, department->id),
        };
        view->n_headless += departments[i].heads.n == 0 ? 1 : 0;
    }
    view->departments = CX_VIEW_LIST(departments, list->len);
    view->n_departments = (int64_t)list->len;
    return true;
}

/* ---- Handlers ---- */

static bool
show(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxCommandInput *input,
     GError **error)
{
    DepartmentsView view = { 0 };
    if (!fill(ctx, &view, error))
        return false;
    if (ctx->wall.can_change_program)
        view.form = cx_request_form_view(request, input);
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.departments");
    return cx_reply_view(reply, "departments", title, &cx_departments_view_type, &view, error);
}

bool
cx_page_departments(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_department_add_type);
    return show(ctx, request, reply, &input, error);
}

static bool
add_department(CxCtx *ctx, const DepartmentAdd *add, GError **error)
{
    g_autofree char *key = add->key != NULL ? g_strdup(add->key) : cx_department_key(add->name);
    CxDepartmentId id = { 0 };
    return cx_department_add(ctx, key, add->name, &id, error);
}

static const CxRefusal add_refusals[] = {
    { CX_ERROR_CONFLICT, "name", NULL },
    { CX_ERROR_INVALID, "key", NULL },
};

bool
cx_page_departments_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_department_add_type);
    DepartmentAdd add;
    if (cx_request_read(request, &input, &add)) {
        g_autoptr(GError) refusal = NULL;
        if (add_department(ctx, &add, &refusal)) {
            cx_reply_status(reply, 201);
            cx_reply_redirect(reply, "/departments");
            return true;
        }
        if (!cx_request_take_refusal(request, &input, add_refusals, CX_N_ELEMENTS(add_refusals),
                                     &refusal, error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show(ctx, request, reply, &input, error);
}
