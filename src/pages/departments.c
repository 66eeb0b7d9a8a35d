/* The departments: who heads them, how many questions each was given, adding one, and recording what
 * a reorganisation makes of them. */
#include "base/error.h"
#include "base/limits.h"
#include "pages/department_view.h"
#include "pages/pages.h"
#include "people/department.h"
#include "people/reorg.h"
#include "web/form.h"

/* ---- The commands ---- */

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

typedef struct {
    const char *kind;
    const char *department;
    const char *others;
    const char *names;
    CxDay from;
    const char *reason;
} DepartmentChange;

static const CxCommandChoice kind_choices[] = {
    { "rename", "departments.kind.rename" },
    { "split", "departments.kind.split" },
    { "merge", "departments.kind.merge" },
    { "end", "departments.kind.end" },
    { NULL, NULL },
};

static const CxCommandField department_change_fields[] = {
    { CX_COMMAND(DepartmentChange, department, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "departments.field.department",
      .about = "Key or name of the department that changes" },
    { CX_COMMAND(DepartmentChange, kind, CX_COMMAND_CHOICE), .is_required = true,
      .choices = kind_choices, .label_key = "departments.field.kind",
      .about = "rename, split, merge or end" },
    { CX_COMMAND(DepartmentChange, names, CX_COMMAND_TEXT),
      .bytes_max = (size_t)8 * CX_NAME_BYTES_MAX, .label_key = "departments.field.names",
      .hint_key = "departments.field.names.hint",
      .about = "The new name; the parts of a split with commas; what it is merged into" },
    { CX_COMMAND(DepartmentChange, others, CX_COMMAND_TEXT),
      .bytes_max = (size_t)8 * CX_NAME_BYTES_MAX, .label_key = "departments.field.others",
      .hint_key = "departments.field.others.hint",
      .about = "Of a merge: other departments that go into the same, with commas" },
    { CX_COMMAND(DepartmentChange, from, CX_COMMAND_DAY), .is_required = true,
      .label_key = "departments.field.from", .about = "First day of the new order" },
    { CX_COMMAND(DepartmentChange, reason, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "departments.field.reason", .about = "Why" },
};
const CxCommandType cx_department_change_type =
    CX_COMMAND_TYPE("DepartmentChange", DepartmentChange, department_change_fields,
                    "Records a new name, a split, a merge or an end");

typedef struct {
    const char *undo_reason;
} DepartmentUndo;

static const CxCommandField department_undo_fields[] = {
    { CX_COMMAND(DepartmentUndo, undo_reason, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "departments.field.undo_reason",
      .about = "Why it is undone" },
};
const CxCommandType cx_department_undo_type = CX_COMMAND_TYPE(
    "DepartmentUndo", DepartmentUndo, department_undo_fields, "Undoes a reorganisation");

/* ---- Showing ---- */

static void
set_departments(CxCtx *ctx, CxFormView *form, const CxDepartmentsView *view)
{
    const CxDepartmentView *departments = view->departments.items;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, view->departments.n);
    for (size_t i = 0; i < view->departments.n; i++)
        choices[i] = (CxFormChoice){ .value = departments[i].key, .label = departments[i].name };
    cx_form_set_choices(form, ctx->arena, "department", choices, view->departments.n);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxDepartmentsView view = { 0 };
    if (!cx_departments_view(ctx, &view, error))
        return false;
    if (ctx->wall.can_change_program) {
        CxFormView *reorg = cx_form_of(request, sent, &cx_department_change_type, NULL);
        set_departments(ctx, reorg, &view);
        view.form = cx_form_of(request, sent, &cx_department_add_type, NULL);
        view.reorg = view.n_departments > 0 ? reorg : NULL;
    }
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.departments");
    return cx_reply_view(reply, "departments", title, &cx_departments_view_type, &view, error);
}

/* ---- Adding ---- */

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

static bool
take_new(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
         GError **error)
{
    if (!add_department(ctx, command, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, "/departments");
    return true;
}

static const CxForm add_form = { &cx_department_add_type, take_new, show,
                                 CX_REFUSALS(add_refusals) };

bool
cx_page_departments(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&add_form, ctx, request, reply, error);
}

bool
cx_page_departments_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&add_form, ctx, request, reply, error);
}

/* ---- Reorganising ---- */

/* Words with commas as a list of trimmed words, those that say something; after `first`, if any. */
static GStrv
split_words(const char *first, const char *text)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    if (first != NULL)
        g_ptr_array_add(list, g_strdup(first));
    g_auto(GStrv) parts = g_strsplit(text != NULL ? text : "", ",", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        g_strstrip(parts[i]);
        if (*parts[i] != '\0')
            g_ptr_array_add(list, g_strdup(parts[i]));
    }
    g_ptr_array_add(list, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}

static bool
change_department(CxCtx *ctx, const DepartmentChange *change, GError **error)
{
    const char *names = change->names != NULL ? change->names : "";
    if (g_str_equal(change->kind, "rename")) {
        return cx_department_rename(ctx, change->department, names, change->from, change->reason,
                                    error);
    }
    const bool is_merge = g_str_equal(change->kind, "merge");
    g_auto(GStrv) before = split_words(change->department, is_merge ? change->others : NULL);
    g_auto(GStrv) after = split_words(NULL, names);
    const CxReorgAsk ask = {
        .kind = is_merge                             ? CX_REORG_MERGE
                : g_str_equal(change->kind, "split") ? CX_REORG_SPLIT
                                                     : CX_REORG_END,
        .before = (const char *const *)before,
        .after = (const char *const *)after,
        .from = change->from,
        .reason = change->reason,
    };
    int64_t id = 0;
    return cx_reorg_add(ctx, &ask, &id, error);
}

static const CxRefusal change_refusals[] = {
    { CX_ERROR_CONFLICT, "department", NULL },
    { CX_ERROR_NOT_FOUND, "others", NULL },
    { CX_ERROR_INVALID, "names", NULL },
};

static bool
take_change(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
            GError **error)
{
    if (!change_department(ctx, command, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, "/departments");
    return true;
}

static const CxForm change_form = { &cx_department_change_type, take_change, show,
                                    CX_REFUSALS(change_refusals) };

bool
cx_page_departments_change(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&change_form, ctx, request, reply, error);
}

static bool
take_undo(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const DepartmentUndo *undo = command;
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_reorg_undo(ctx, id, undo->undo_reason, error))
        return false;
    cx_reply_redirect(reply, "/departments");
    return true;
}

static const CxForm undo_form = { &cx_department_undo_type, take_undo, show, NULL, 0 };

bool
cx_page_departments_undo(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&undo_form, ctx, request, reply, error);
}
