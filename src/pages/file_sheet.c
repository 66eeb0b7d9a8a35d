#include "pages/file_sheet.h"

#include <string.h>

#include "app/sheet.h"
#include "base/civil.h"
#include "codec/json.h"
#include "feedback/facts_upload.h"

static const CxViewField sheet_fields[] = {
    CX_FIELD(CxFileSheet, is_past, CX_FIELD_FLAG, "Whether it is of past meetings, not of leaders"),
    CX_FIELD(CxFileSheet, is_whole, CX_FIELD_FLAG, "Whether who is not in it has left"),
    CX_FIELD(CxFileSheet, lack, CX_FIELD_TEXT, "Why it cannot be read, or null"),
    CX_FIELD(CxFileSheet, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(CxFileSheet, n_same, CX_FIELD_COUNT, "Rows that say what is known"),
    CX_FIELD(CxFileSheet, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD(CxFileSheet, n_came, CX_FIELD_COUNT, "Leaders who come into an office"),
    CX_FIELD(CxFileSheet, n_left, CX_FIELD_COUNT, "Leaders who leave one"),
    CX_FIELD(CxFileSheet, n_moved, CX_FIELD_COUNT, "Leaders who move to another"),
    CX_FIELD(CxFileSheet, n_departments_new, CX_FIELD_COUNT, "Departments not known before"),
    CX_FIELD(CxFileSheet, n_contacts, CX_FIELD_COUNT, "Contacts not known before"),
    CX_FIELD(CxFileSheet, n_promises, CX_FIELD_COUNT, "Promises not known before"),
    CX_FIELD(CxFileSheet, n_ended, CX_FIELD_COUNT, "Promises that have ended"),
    CX_FIELD_CHILD(CxFileSheet, changes, CX_FIELD_LIST, &cx_roster_change_view_type,
                   "Who comes, leaves and moves: the first"),
    CX_FIELD_PAGE(CxFileSheet, n_changes, CX_FIELD_COUNT, "How many are listed"),
    CX_FIELD_CHILD(CxFileSheet, rejects, CX_FIELD_LIST, &cx_roster_reject_view_type,
                   "Rows set aside: the first"),
};
const CxViewType cx_file_sheet_type =
    CX_VIEW_TYPE("FileSheet", CxFileSheet, sheet_fields, "What a sheet would bring, or brought");

static bool
is_past(const CxUpload *upload)
{
    return g_str_equal(upload->kind, CX_UPLOAD_PAST);
}

/* ---- Out of what is kept ---- */

static int64_t
count_of(const CxJson *json, const char *name)
{
    return cx_json_int(cx_json_member(json, name), 0);
}

static const char *
text_of(CxCtx *ctx, const CxJson *json, const char *name)
{
    return cx_arena_text(ctx->arena, cx_json_text(cx_json_member(json, name), NULL));
}

/* Of one kept by an earlier version there are all rejects, and no lines. */
static int64_t
n_rejected(const CxJson *json)
{
    const CxJson *lines = cx_json_member(json, "lines");
    return (int64_t)cx_json_n(lines != NULL ? lines : cx_json_member(json, "rejects"));
}

static CxViewList
list_changes(CxCtx *ctx, const CxJson *list)
{
    const size_t n = MIN(cx_json_n(list), CX_SHEET_SHOWN);
    CxRosterChangeView *changes = cx_arena_new0_n(ctx->arena, CxRosterChangeView, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *json = cx_json_at(list, i);
        const CxJson *day = cx_json_member(json, "day");
        const char *kind = text_of(ctx, json, "kind");
        g_autofree char *words = g_strconcat("file.sheet.", kind, NULL);
        changes[i] = (CxRosterChangeView){
            .kind = kind,
            .kind_text = cx_message_text(ctx->catalogue, words),
            .line = count_of(json, "line"),
            .leader = text_of(ctx, json, "leader"),
            .department = text_of(ctx, json, "department"),
            .title = text_of(ctx, json, "title"),
            .department_before = text_of(ctx, json, "department_before"),
            .title_before = text_of(ctx, json, "title_before"),
            .day = CX_DAY_NONE,
        };
        if (day == NULL)
            continue;
        changes[i].day = (CxDay){ (int32_t)cx_json_int(day, 0) };
        changes[i].day_text = cx_arena_take(ctx->arena, cx_day_format_long(changes[i].day));
    }
    return CX_VIEW_LIST(changes, n);
}

static CxViewList
list_rejects(CxCtx *ctx, const CxJson *list)
{
    const size_t n = MIN(cx_json_n(list), CX_SHEET_SHOWN);
    CxRosterRejectView *rejects = cx_arena_new0_n(ctx->arena, CxRosterRejectView, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *reject = cx_json_at(list, i);
        rejects[i] = (CxRosterRejectView){ count_of(reject, "line"), text_of(ctx, reject, "column"),
                                           text_of(ctx, reject, "reason") };
    }
    return CX_VIEW_LIST(rejects, n);
}

static const CxFileSheet *
sheet_of(CxCtx *ctx, const CxUpload *upload, const CxJson *json)
{
    CxFileSheet *sheet = cx_arena_new0(ctx->arena, CxFileSheet);
    *sheet = (CxFileSheet){
        .is_past = is_past(upload),
        .is_whole = upload->is_whole,
        .lack = text_of(ctx, json, "lack"),
        .n_rows = count_of(json, "rows"),
        .n_same = count_of(json, "same"),
        .n_rejected = n_rejected(json),
        .n_came = count_of(json, "came"),
        .n_left = count_of(json, "left"),
        .n_moved = count_of(json, "moved"),
        .n_departments_new = count_of(json, "departments_new"),
        .n_contacts = count_of(json, "contacts"),
        .n_promises = count_of(json, "promises"),
        .n_ended = count_of(json, "ended"),
        .changes = list_changes(ctx, cx_json_member(json, "changes")),
        .rejects = list_rejects(ctx, cx_json_member(json, "rejects")),
    };
    sheet->n_changes = (int64_t)sheet->changes.n;
    return sheet;
}

/* What trying it said, tried now if it is small; *ret_json NULL where the job has not said yet. */
static bool
load_trial(CxCtx *ctx, const CxUpload *upload, CxJson **ret_json, GError **error)
{
    g_autofree char *text = cx_sheet_is_small(upload)
                                ? cx_sheet_try(ctx, upload, CX_SHEET_AS_ASKED, error)
                                : g_strdup(upload->trial);
    *ret_json = NULL;
    if (text == NULL)
        return !cx_sheet_is_small(upload);
    *ret_json = cx_json_parse(text, strlen(text), error);
    return *ret_json != NULL;
}

static const CxJson *
reading_of(const CxUpload *upload, const CxJson *json)
{
    const char *name = upload->is_whole ? "whole" : "some";
    return cx_json_member(json, is_past(upload) ? "past" : name);
}

bool
cx_file_sheet_try(CxCtx *ctx, const CxUpload *upload, const CxFileSheet **ret_sheet, GError **error)
{
    *ret_sheet = NULL;
    if (upload->state != CX_UPLOAD_STATE_DRAFT || !cx_sheet_is_one(upload))
        return true;
    g_autoptr(CxJson) json = NULL;
    if (!load_trial(ctx, upload, &json, error))
        return false;
    if (json != NULL)
        *ret_sheet = sheet_of(ctx, upload, reading_of(upload, json));
    return true;
}

const CxFileSheet *
cx_file_sheet_report(CxCtx *ctx, const CxUpload *upload)
{
    g_autoptr(CxJson) json = upload->report != NULL && is_past(upload)
                                 ? cx_json_parse(upload->report, strlen(upload->report), NULL)
                                 : NULL;
    return json != NULL ? sheet_of(ctx, upload, json) : NULL;
}

/* ---- Rows set aside ---- */

static void
add_lines(GArray *lines, const CxJson *json)
{
    const CxJson *list = cx_json_member(json, "lines");
    const CxJson *rejects = cx_json_member(json, "rejects");
    for (size_t i = 0; i < cx_json_n(list != NULL ? list : rejects); i++) {
        const int64_t line = list != NULL ? cx_json_int(cx_json_at(list, i), 0)
                                          : count_of(cx_json_at(rejects, i), "line");
        g_array_append_val(lines, line);
    }
}

GArray *
cx_file_sheet_lines(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(int64_t));
    if (g_str_equal(upload->kind, CX_UPLOAD_FACTS))
        return cx_facts_upload_lines(ctx, upload, lines, error) ? g_steal_pointer(&lines) : NULL;
    g_autoptr(CxJson) json = NULL;
    if (upload->state != CX_UPLOAD_STATE_DRAFT) {
        json = upload->report != NULL ? cx_json_parse(upload->report, strlen(upload->report), NULL)
                                      : NULL;
        add_lines(lines, json);
        return g_steal_pointer(&lines);
    }
    if (!load_trial(ctx, upload, &json, error))
        return NULL;
    if (json != NULL)
        add_lines(lines, reading_of(upload, json));
    return g_steal_pointer(&lines);
}
