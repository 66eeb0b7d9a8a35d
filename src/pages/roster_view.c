#include "pages/roster_view.h"

#include "base/civil.h"

static const CxViewField change_fields[] = {
    CX_FIELD(CxRosterChangeView, kind, CX_FIELD_TEXT, "came, left or moved"),
    CX_FIELD_PAGE(CxRosterChangeView, kind_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxRosterChangeView, line, CX_FIELD_COUNT, "Line of the file; 0: not in it"),
    CX_FIELD(CxRosterChangeView, leader, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxRosterChangeView, department, CX_FIELD_TEXT, "Department come to or left"),
    CX_FIELD(CxRosterChangeView, title, CX_FIELD_TEXT, "Office come to or left"),
    CX_FIELD(CxRosterChangeView, department_before, CX_FIELD_TEXT, "Department given up"),
    CX_FIELD(CxRosterChangeView, title_before, CX_FIELD_TEXT, "Office given up, if one was"),
    CX_FIELD(CxRosterChangeView, day, CX_FIELD_DAY, "First day there; of who left, the last day"),
    CX_FIELD_PAGE(CxRosterChangeView, day_text, CX_FIELD_TEXT, "The same as read"),
};
const CxViewType cx_roster_change_view_type = CX_VIEW_TYPE(
    "RosterChange", CxRosterChangeView, change_fields, "Somebody who came, left or moved");

static const CxViewField reject_fields[] = {
    CX_FIELD(CxRosterRejectView, line, CX_FIELD_COUNT, "Line of the file; 0: not in it"),
    CX_FIELD(CxRosterRejectView, column, CX_FIELD_TEXT, "Column, empty for the whole row"),
    CX_FIELD(CxRosterRejectView, reason, CX_FIELD_TEXT, "Why it was set aside"),
};
const CxViewType cx_roster_reject_view_type =
    CX_VIEW_TYPE("RosterReject", CxRosterRejectView, reject_fields, "A row set aside");

static const CxViewField roster_fields[] = {
    CX_FIELD(CxRosterView, is_whole, CX_FIELD_FLAG, "Whether it was read as the whole roster"),
    CX_FIELD(CxRosterView, as_of, CX_FIELD_DAY, "The day the file is of"),
    CX_FIELD_PAGE(CxRosterView, as_of_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxRosterView, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(CxRosterView, n_leaders_new, CX_FIELD_COUNT, "Leaders not known before"),
    CX_FIELD(CxRosterView, n_terms_new, CX_FIELD_COUNT, "Terms of office begun"),
    CX_FIELD(CxRosterView, n_terms_ended, CX_FIELD_COUNT, "Terms of office ended"),
    CX_FIELD(CxRosterView, n_departments_new, CX_FIELD_COUNT, "Departments not known before"),
    CX_FIELD(CxRosterView, n_same, CX_FIELD_COUNT, "Rows that say what is known"),
    CX_FIELD(CxRosterView, n_came, CX_FIELD_COUNT, "Came into an office"),
    CX_FIELD(CxRosterView, n_left, CX_FIELD_COUNT, "Left an office"),
    CX_FIELD(CxRosterView, n_moved, CX_FIELD_COUNT, "Moved to another office"),
    CX_FIELD(CxRosterView, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD(CxRosterView, is_end_withheld, CX_FIELD_FLAG,
             "Whether nobody was taken for gone, since a row could not be read"),
    CX_FIELD_CHILD(CxRosterView, changes, CX_FIELD_LIST, &cx_roster_change_view_type,
                   "Who came, left and moved, by line"),
    CX_FIELD_CHILD(CxRosterView, departments_new, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments added"),
    CX_FIELD_CHILD(CxRosterView, vacant, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments nobody heads on that day"),
    CX_FIELD_CHILD(CxRosterView, rejects, CX_FIELD_LIST, &cx_roster_reject_view_type,
                   "The rows set aside"),
};
const CxViewType cx_roster_view_type =
    CX_VIEW_TYPE("RosterReport", CxRosterView, roster_fields, "What a roster brings");

static CxViewList
texts(CxCtx *ctx, const GPtrArray *list)
{
    const char **kept = cx_arena_new0_n(ctx->arena, const char *, list->len);
    for (guint i = 0; i < list->len; i++)
        kept[i] = cx_arena_text(ctx->arena, g_ptr_array_index(list, i));
    return CX_VIEW_LIST(kept, list->len);
}

static const char *
words_of(CxCtx *ctx, CxRosterChangeKind kind)
{
    if (ctx->catalogue == NULL)
        return NULL;
    g_autofree char *key = g_strconcat("file.sheet.", cx_roster_change_key(kind), NULL);
    return cx_message_text(ctx->catalogue, key);
}

static CxViewList
list_changes(CxCtx *ctx, const GPtrArray *list)
{
    CxArena *arena = ctx->arena;
    CxRosterChangeView *views = cx_arena_new0_n(arena, CxRosterChangeView, list->len);
    size_t n = 0;
    for (guint i = 0; i < list->len; i++) {
        const CxRosterChange *change = g_ptr_array_index(list, i);
        if (change->kind == CX_ROSTER_SAME)
            continue;
        views[n++] = (CxRosterChangeView){
            .kind = cx_roster_change_key(change->kind),
            .kind_text = words_of(ctx, change->kind),
            .line = change->line,
            .leader = cx_arena_text(arena, change->leader),
            .department = cx_arena_text(arena, change->department),
            .title = cx_arena_text(arena, change->title),
            .department_before = cx_arena_text(arena, change->department_before),
            .title_before = cx_arena_text(arena, change->title_before),
            .day = change->day,
            .day_text = cx_day_is_none(change->day)
                            ? NULL
                            : cx_arena_take(arena, cx_day_format_long(change->day)),
        };
    }
    return CX_VIEW_LIST(views, n);
}

static CxViewList
list_rejects(CxCtx *ctx, const GPtrArray *list)
{
    CxRosterRejectView *views = cx_arena_new0_n(ctx->arena, CxRosterRejectView, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(list, i);
        views[i] = (CxRosterRejectView){ reject->line, cx_arena_text(ctx->arena, reject->column),
                                         cx_arena_text(ctx->arena, reject->reason) };
    }
    return CX_VIEW_LIST(views, list->len);
}

CxRosterView
cx_roster_view(CxCtx *ctx, const CxRosterReport *report)
{
    return (CxRosterView){
        .is_whole = report->extent == CX_ROSTER_WHOLE,
        .as_of = report->as_of,
        .as_of_text = cx_arena_take(ctx->arena, cx_day_format_long(report->as_of)),
        .n_rows = report->n_rows,
        .n_leaders_new = report->n_leaders_new,
        .n_terms_new = report->n_terms_new,
        .n_terms_ended = report->n_terms_ended,
        .n_departments_new = report->n_departments_new,
        .n_same = report->n_same,
        .n_came = report->n_of[CX_ROSTER_CAME],
        .n_left = report->n_of[CX_ROSTER_LEFT],
        .n_moved = report->n_of[CX_ROSTER_MOVED],
        .n_rejected = (int64_t)report->rejects->len,
        .is_end_withheld = report->is_end_withheld,
        .changes = list_changes(ctx, report->changes),
        .departments_new = texts(ctx, report->departments_new),
        .vacant = texts(ctx, report->vacant),
        .rejects = list_rejects(ctx, report->rejects),
    };
}
