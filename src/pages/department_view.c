#include "pages/department_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "feedback/survey.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "people/reorg.h"

static const CxViewField head_fields[] = {
    CX_FIELD(CxHeadView, id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxHeadView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxHeadView, title, CX_FIELD_TEXT, "Office"),
    CX_FIELD_DATA(CxHeadView, from, CX_FIELD_DAY, "First day in office, null when not known"),
    CX_FIELD_PAGE(CxHeadView, since, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(CxHeadView, url, CX_FIELD_TEXT, "Page of the leader"),
};
static const CxViewType head_type = CX_VIEW_TYPE("DepartmentHead", CxHeadView, head_fields,
                                                 "A leader who heads a department today");

static const CxViewField department_fields[] = {
    CX_FIELD(CxDepartmentView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxDepartmentView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(CxDepartmentView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD_CHILD(CxDepartmentView, heads, CX_FIELD_LIST, &head_type,
                   "Who heads it today, by name"),
    CX_FIELD(CxDepartmentView, n_questions, CX_FIELD_COUNT,
             "Questions given to it, of all surveys"),
    CX_FIELD_DATA(CxDepartmentView, from, CX_FIELD_DAY, "First day, null: from the beginning"),
    CX_FIELD_DATA(CxDepartmentView, to, CX_FIELD_DAY, "Last day, null: still there"),
    CX_FIELD_CHILD(CxDepartmentView, history, CX_FIELD_LIST, &cx_view_text_type,
                   "What became of it, in words"),
    CX_FIELD_PAGE(CxDepartmentView, url, CX_FIELD_TEXT, "Its own page"),
};
const CxViewType cx_department_view_type = CX_VIEW_TYPE(
    "Department", CxDepartmentView, department_fields, "A department, its heads and its questions");

static const CxViewField change_fields[] = {
    CX_FIELD(CxReorgView, id, CX_FIELD_COUNT, "Id; 0 for a new name"),
    CX_FIELD(CxReorgView, kind, CX_FIELD_TEXT, "rename, split, merge, end or undo"),
    CX_FIELD_DATA(CxReorgView, from, CX_FIELD_DAY, "First day of the new order"),
    CX_FIELD_PAGE(CxReorgView, from_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxReorgView, text, CX_FIELD_TEXT, "What happened"),
    CX_FIELD(CxReorgView, reason, CX_FIELD_TEXT, "Why"),
    CX_FIELD(CxReorgView, recorded_by, CX_FIELD_TEXT, "Who recorded it"),
    CX_FIELD(CxReorgView, is_undone, CX_FIELD_FLAG, "Whether a later record undid it"),
    CX_FIELD_PAGE(CxReorgView, undo_url, CX_FIELD_TEXT, "Where it can be undone"),
};
static const CxViewType change_type =
    CX_VIEW_TYPE("Reorganisation", CxReorgView, change_fields, "A reorganisation as recorded");

static const CxViewField departments_fields[] = {
    CX_FIELD_CHILD(CxDepartmentsView, departments, CX_FIELD_LIST, &cx_department_view_type,
                   "The departments by name"),
    CX_FIELD_CHILD(CxDepartmentsView, former, CX_FIELD_LIST, &cx_department_view_type,
                   "Departments that ended"),
    CX_FIELD_PAGE(CxDepartmentsView, n_departments, CX_FIELD_COUNT, "How many there are"),
    CX_FIELD_PAGE(CxDepartmentsView, n_headless, CX_FIELD_COUNT, "How many have no head today"),
    CX_FIELD_CHILD(CxDepartmentsView, changes, CX_FIELD_LIST, &change_type,
                   "The reorganisations, latest first"),
    CX_FIELD_CHILD_PAGE(CxDepartmentsView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To add one"),
    CX_FIELD_CHILD_PAGE(CxDepartmentsView, reorg, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To record a reorganisation"),
};
const CxViewType cx_departments_view_type = CX_VIEW_TYPE(
    "Departments", CxDepartmentsView, departments_fields, "The departments of the organisation");

const char *
cx_department_url(CxCtx *ctx, CxDepartmentId department)
{
    if (department.v == 0 || !cx_ctx_can_see_department(ctx, department))
        return NULL;
    return cx_arena_printf(ctx->arena, "/departments/%" PRId64, department.v);
}

/* ---- Heads and questions ---- */

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

static CxHeadView
head_view(CxCtx *ctx, const CxLeader *leader, const CxTerm *term)
{
    CxHeadView view = {
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
    CxHeadView *heads = cx_arena_new0_n(ctx->arena, CxHeadView, leaders->len);
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

/* ---- What became of departments, in words ---- */

typedef struct {
    CxCtx *ctx;
    const CxOrg *org;
} Words;

/* "Delivery", "Delivery and Stores", "A, B and C": names on the day before or on the day. */
static char *
join(const Words *words, const GArray *ids, CxDay day)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < ids->len; i++) {
        const char *name = cx_org_name(words->org, g_array_index(ids, CxDepartmentId, i), day);
        if (i > 0)
            g_string_append(out, i + 1 == ids->len ? " and " : ", ");
        g_string_append(out, name);
    }
    return g_string_free(out, FALSE);
}

static void
add_once(GArray *ids, CxDepartmentId id)
{
    for (guint i = 0; i < ids->len; i++) {
        if (g_array_index(ids, CxDepartmentId, i).v == id.v)
            return;
    }
    if (id.v != 0)
        g_array_append_val(ids, id);
}

static const char *
say(const Words *words, const char *key, const char *before, const char *after, CxDay day)
{
    const CxCtx *ctx = words->ctx;
    g_autofree char *text = cx_day_format_long(day);
    g_autofree char *eve = cx_day_format_long((CxDay){ day.v - 1 });
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("before", before),
                                           CX_ARG_TEXT("after", after), CX_ARG_TEXT("day", text),
                                           CX_ARG_TEXT("eve", eve)));
}

/* Says a change under one of four keys: by its kind. */
static const char *
say_change(const Words *words, const CxReorg *change, const char *const keys[CX_REORG_N])
{
    g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(CxDepartmentId));
    g_autoptr(GArray) after = g_array_new(FALSE, FALSE, sizeof(CxDepartmentId));
    for (guint i = 0; i < change->parts->len; i++) {
        const CxReorgPart *part = &g_array_index(change->parts, CxReorgPart, i);
        add_once(before, part->before);
        add_once(after, part->after);
    }
    g_autofree char *before_names = join(words, before, (CxDay){ change->from.v - 1 });
    g_autofree char *after_names = join(words, after, change->from);
    return say(words, keys[change->kind], before_names, after_names, change->from);
}

static const char *const as_before[CX_REORG_N] = {
    [CX_REORG_SPLIT] = "departments.was.split",
    [CX_REORG_MERGE] = "departments.was.merge",
    [CX_REORG_END] = "departments.was.end",
    [CX_REORG_UNDO] = "departments.was.end",
};
static const char *const as_after[CX_REORG_N] = {
    [CX_REORG_SPLIT] = "departments.is.split",
    [CX_REORG_MERGE] = "departments.is.merge",
    [CX_REORG_END] = "departments.was.end",
    [CX_REORG_UNDO] = "departments.was.end",
};
static const char *const as_record[CX_REORG_N] = {
    [CX_REORG_SPLIT] = "departments.change.split",
    [CX_REORG_MERGE] = "departments.change.merge",
    [CX_REORG_END] = "departments.change.end",
    [CX_REORG_UNDO] = "departments.change.undo",
};

/* What a change that stands means for one department, or NULL. */
static const char *
change_of(const Words *words, const CxReorg *change, CxDepartmentId id)
{
    bool is_before = false;
    bool is_after = false;
    for (guint i = 0; i < change->parts->len && !change->is_undone; i++) {
        const CxReorgPart *part = &g_array_index(change->parts, CxReorgPart, i);
        is_before = is_before || part->before.v == id.v;
        is_after = is_after || part->after.v == id.v;
    }
    if (!is_before && !is_after)
        return NULL;
    return say_change(words, change, is_before ? as_before : as_after);
}

static CxViewList
list_history(const Words *words, CxDepartmentId id)
{
    const CxOrg *org = words->org;
    const char **texts =
        cx_arena_new0_n(words->ctx->arena, const char *, org->names->len + org->changes->len);
    size_t n = 0;
    for (guint i = 0; i < org->names->len; i++) {
        const CxDepartmentName *name = g_ptr_array_index(org->names, i);
        if (name->department.v != id.v)
            continue;
        const char *before = cx_org_name(org, id, (CxDay){ name->from.v - 1 });
        if (!g_str_equal(before, name->name))
            texts[n++] = say(words, "departments.was.called", before, name->name, name->from);
    }
    for (guint i = 0; i < org->changes->len; i++) {
        const char *text = change_of(words, g_ptr_array_index(org->changes, i), id);
        if (text != NULL)
            texts[n++] = text;
    }
    return CX_VIEW_LIST(texts, n);
}

bool
cx_department_history(CxCtx *ctx, CxDepartmentId department, CxViewList *ret_history,
                      GError **error)
{
    g_autoptr(CxOrg) org = cx_org_load(ctx, error);
    if (org == NULL)
        return false;
    const Words words = { ctx, org };
    *ret_history = list_history(&words, department);
    return true;
}

/* ---- The records ---- */

static CxReorgView
name_view(const Words *words, const CxDepartmentName *name)
{
    CxArena *arena = words->ctx->arena;
    const char *before = cx_org_name(words->org, name->department, (CxDay){ name->from.v - 1 });
    return (CxReorgView){
        .kind = "rename",
        .from = name->from,
        .from_text = cx_arena_take(arena, cx_day_format_long(name->from)),
        .text = say(words, "departments.change.rename", before, name->name, name->from),
        .reason = cx_arena_text(arena, name->reason),
        .recorded_by = cx_arena_text(arena, name->recorded_by),
    };
}

static CxReorgView
reorg_view(const Words *words, const CxReorg *change)
{
    CxArena *arena = words->ctx->arena;
    const bool can_undo =
        words->ctx->wall.can_change_program && !change->is_undone && change->kind != CX_REORG_UNDO;
    return (CxReorgView){
        .id = change->id,
        .kind = cx_reorg_key(change->kind),
        .from = change->from,
        .from_text = cx_arena_take(arena, cx_day_format_long(change->from)),
        .text = say_change(words, change, as_record),
        .reason = cx_arena_text(arena, change->reason),
        .recorded_by = cx_arena_text(arena, change->recorded_by),
        .is_undone = change->is_undone,
        .undo_url =
            can_undo ? cx_arena_printf(arena, "/departments/changes/%" PRId64 "/undo", change->id)
                     : NULL,
    };
}

static gint
compare_changes(gconstpointer a, gconstpointer b)
{
    const CxReorgView *left = a;
    const CxReorgView *right = b;
    if (left->from.v != right->from.v)
        return left->from.v > right->from.v ? -1 : 1;
    return left->id > right->id ? -1 : left->id < right->id;
}

static CxViewList
list_changes(const Words *words)
{
    g_autoptr(GArray) views = g_array_new(FALSE, FALSE, sizeof(CxReorgView));
    for (guint i = 0; i < words->org->names->len; i++) {
        const CxReorgView view = name_view(words, g_ptr_array_index(words->org->names, i));
        g_array_append_val(views, view);
    }
    for (guint i = 0; i < words->org->changes->len; i++) {
        const CxReorgView view = reorg_view(words, g_ptr_array_index(words->org->changes, i));
        g_array_append_val(views, view);
    }
    g_array_sort(views, compare_changes);
    CxReorgView *kept = cx_arena_new0_n(words->ctx->arena, CxReorgView, views->len);
    for (guint i = 0; i < views->len; i++)
        kept[i] = g_array_index(views, CxReorgView, i);
    return CX_VIEW_LIST(kept, views->len);
}

/* ---- Putting it together ---- */

typedef struct {
    Words words;
    const GPtrArray *leaders;
    const GArray *counts;
} Sources;

static CxDepartmentView
department_view(const Sources *sources, const CxDepartment *department)
{
    CxCtx *ctx = sources->words.ctx;
    return (CxDepartmentView){
        .id = department->id.v,
        .key = cx_arena_text(ctx->arena, department->key),
        .name = cx_arena_text(ctx->arena, department->name),
        .heads = list_heads(ctx, sources->leaders, department->id),
        .n_questions = count_questions(sources->counts, department->id),
        .from = department->from,
        .to = department->to,
        .history = list_history(&sources->words, department->id),
        .url = cx_department_url(ctx, department->id),
    };
}

static void
fill(const Sources *sources, const GPtrArray *list, CxDepartmentsView *view)
{
    CxCtx *ctx = sources->words.ctx;
    CxDepartmentView *departments = cx_arena_new0_n(ctx->arena, CxDepartmentView, list->len);
    CxDepartmentView *former = cx_arena_new0_n(ctx->arena, CxDepartmentView, list->len);
    size_t n = 0;
    size_t n_former = 0;
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        const CxDepartmentView one = department_view(sources, department);
        if (!cx_day_is_none(department->to) && department->to.v < ctx->today.v) {
            former[n_former++] = one;
            continue;
        }
        view->n_headless += one.heads.n == 0 ? 1 : 0;
        departments[n++] = one;
    }
    view->departments = CX_VIEW_LIST(departments, n);
    view->former = CX_VIEW_LIST(former, n_former);
    view->n_departments = (int64_t)n;
    view->changes = list_changes(&sources->words);
}

bool
cx_departments_view(CxCtx *ctx, CxDepartmentsView *view, GError **error)
{
    g_autoptr(CxOrg) org = cx_org_load(ctx, error);
    g_autoptr(GPtrArray) list = org != NULL ? cx_department_list(ctx, error) : NULL;
    g_autoptr(GPtrArray) leaders = list != NULL ? cx_leader_list(ctx, error) : NULL;
    g_autoptr(GArray) counts = leaders != NULL ? cx_item_count(ctx, error) : NULL;
    if (counts == NULL)
        return false;
    const Sources sources = { { ctx, org }, leaders, counts };
    fill(&sources, list, view);
    return true;
}
