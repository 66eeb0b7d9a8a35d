#include "pages/file_sheet.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "engage/past.h"
#include "feedback/facts_upload.h"

#define SHOWN 100 /* changes and rejects listed */

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

static CxViewList
first(CxViewList list)
{
    list.n = MIN(list.n, SHOWN);
    return list;
}

/* ---- Reading the original ---- */

/* A sheet is small: more is refused before it is read. */
static GBytes *
read_sheet(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    if (upload->len_bytes <= CX_ROSTER_BYTES_MAX)
        return cx_original_read(ctx, upload->original, error);
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "such a sheet has at most %d MiB",
                CX_ROSTER_BYTES_MAX >> 20);
    return NULL;
}

static CxRosterReport *
try_roster(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    g_autoptr(GBytes) bytes = read_sheet(ctx, upload, error);
    if (bytes == NULL)
        return NULL;
    CxRosterAsk ask = { .file_name = upload->file_name,
                        .extent = upload->is_whole ? CX_ROSTER_WHOLE : CX_ROSTER_SOME,
                        .as_of = CX_DAY_NONE };
    ask.data = g_bytes_get_data(bytes, &ask.len_bytes);
    return cx_roster_try(ctx, &ask, error);
}

static CxPastReport *
read_past(CxCtx *ctx, const CxUpload *upload,
          CxPastReport *(*read)(CxCtx *ctx, const CxPastAsk *ask, GError **error), GError **error)
{
    g_autoptr(GBytes) bytes = read_sheet(ctx, upload, error);
    if (bytes == NULL)
        return NULL;
    CxPastAsk ask = { .file_name = upload->file_name };
    ask.data = g_bytes_get_data(bytes, &ask.len_bytes);
    return read(ctx, &ask, error);
}

/* ---- Views ---- */

static CxFileSheet
roster_sheet(CxCtx *ctx, const CxRosterReport *report)
{
    const CxRosterView view = cx_roster_view(ctx, report);
    return (CxFileSheet){
        .is_whole = view.is_whole,
        .n_rows = view.n_rows,
        .n_same = view.n_same,
        .n_rejected = view.n_rejected,
        .n_came = view.n_came,
        .n_left = view.n_left,
        .n_moved = view.n_moved,
        .n_departments_new = view.n_departments_new,
        .changes = first(view.changes),
        .n_changes = (int64_t)first(view.changes).n,
        .rejects = first(view.rejects),
    };
}

static CxFileSheet
past_sheet(CxCtx *ctx, const CxPastReport *report)
{
    const guint n = MIN(report->rejects->len, SHOWN);
    CxRosterRejectView *rejects = cx_arena_new0_n(ctx->arena, CxRosterRejectView, n);
    for (guint i = 0; i < n; i++) {
        const CxPastReject *reject = g_ptr_array_index(report->rejects, i);
        rejects[i] = (CxRosterRejectView){ reject->line, cx_arena_text(ctx->arena, reject->column),
                                           cx_arena_text(ctx->arena, reject->reason) };
    }
    return (CxFileSheet){
        .is_past = true,
        .n_rows = report->n_rows,
        .n_same = report->n_same,
        .n_rejected = report->rejects->len,
        .n_contacts = report->n_contacts,
        .n_promises = report->n_promises,
        .n_ended = report->n_ended,
        .rejects = CX_VIEW_LIST(rejects, n),
    };
}

static bool
try_sheet(CxCtx *ctx, const CxUpload *upload, CxFileSheet *sheet, GError **error)
{
    if (is_past(upload)) {
        g_autoptr(CxPastReport) report = read_past(ctx, upload, cx_past_try, error);
        if (report != NULL)
            *sheet = past_sheet(ctx, report);
        return report != NULL;
    }
    g_autoptr(CxRosterReport) report = try_roster(ctx, upload, error);
    if (report != NULL)
        *sheet = roster_sheet(ctx, report);
    return report != NULL;
}

bool
cx_file_sheet_try(CxCtx *ctx, const CxUpload *upload, const CxFileSheet **ret_sheet, GError **error)
{
    *ret_sheet = NULL;
    if (upload->state != CX_UPLOAD_STATE_DRAFT ||
        (!is_past(upload) && !g_str_equal(upload->kind, CX_UPLOAD_ROSTER)))
        return true;
    CxFileSheet *sheet = cx_arena_new0(ctx->arena, CxFileSheet);
    g_autoptr(GError) why = NULL;
    if (!try_sheet(ctx, upload, sheet, &why)) {
        const CxErrorCode code = cx_error_code(why);
        if (code != CX_ERROR_INVALID && code != CX_ERROR_TOO_LARGE &&
            code != CX_ERROR_UNSUPPORTED) {
            g_propagate_error(error, g_steal_pointer(&why));
            return false;
        }
        *sheet = (CxFileSheet){ .is_past = is_past(upload),
                                .lack = cx_arena_text(ctx->arena, why->message) };
    }
    *ret_sheet = sheet;
    return true;
}

/* ---- Taking past meetings in ---- */

static char *
past_json(const CxPastReport *report)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "rows", report->n_rows);
        cx_json_writer_put_int(json, "contacts", report->n_contacts);
        cx_json_writer_put_int(json, "promises", report->n_promises);
        cx_json_writer_put_int(json, "ended", report->n_ended);
        cx_json_writer_put_int(json, "same", report->n_same);
        cx_json_writer_name(json, "rejects");
        cx_json_writer_begin_array(json);
        for (guint i = 0; i < report->rejects->len; i++) {
            const CxPastReject *reject = g_ptr_array_index(report->rejects, i);
            cx_json_writer_begin_object(json);
            cx_json_writer_put_int(json, "line", reject->line);
            cx_json_writer_put_text(json, "column", reject->column);
            cx_json_writer_put_text(json, "reason", reject->reason);
            cx_json_writer_end_object(json);
        }
        cx_json_writer_end_array(json);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

bool
cx_file_sheet_take_past(CxCtx *ctx, CxUpload *upload, GError **error)
{
    g_autoptr(CxPastReport) report = read_past(ctx, upload, cx_past_take, error);
    if (report == NULL)
        return false;
    g_free(upload->report);
    upload->report = past_json(report);
    return cx_upload_close(ctx, upload, error);
}

static int64_t
count_of(const CxJson *json, const char *name)
{
    return cx_json_int(cx_json_member(json, name), 0);
}

const CxFileSheet *
cx_file_sheet_report(CxCtx *ctx, const CxUpload *upload)
{
    g_autoptr(CxJson) json = upload->report != NULL && is_past(upload)
                                 ? cx_json_parse(upload->report, strlen(upload->report), NULL)
                                 : NULL;
    if (json == NULL)
        return NULL;
    const CxJson *list = cx_json_member(json, "rejects");
    const size_t n = MIN(cx_json_n(list), SHOWN);
    CxRosterRejectView *rejects = cx_arena_new0_n(ctx->arena, CxRosterRejectView, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *reject = cx_json_at(list, i);
        rejects[i] = (CxRosterRejectView){
            count_of(reject, "line"),
            cx_arena_text(ctx->arena, cx_json_text(cx_json_member(reject, "column"), "")),
            cx_arena_text(ctx->arena, cx_json_text(cx_json_member(reject, "reason"), "")),
        };
    }
    CxFileSheet *sheet = cx_arena_new0(ctx->arena, CxFileSheet);
    *sheet = (CxFileSheet){
        .is_past = true,
        .n_rows = count_of(json, "rows"),
        .n_same = count_of(json, "same"),
        .n_rejected = (int64_t)cx_json_n(list),
        .n_contacts = count_of(json, "contacts"),
        .n_promises = count_of(json, "promises"),
        .n_ended = count_of(json, "ended"),
        .rejects = CX_VIEW_LIST(rejects, n),
    };
    return sheet;
}

/* ---- Rows set aside ---- */

static void
add_lines(GArray *lines, const GPtrArray *rejects, int64_t (*line_of)(const void *reject))
{
    for (guint i = 0; i < rejects->len; i++) {
        const int64_t line = line_of(rejects->pdata[i]);
        g_array_append_val(lines, line);
    }
}

static int64_t
line_of_roster(const void *reject)
{
    return ((const CxRosterReject *)reject)->line;
}

static int64_t
line_of_past(const void *reject)
{
    return ((const CxPastReject *)reject)->line;
}

/* Of a file that was taken in. */
static void
add_reported(GArray *lines, const char *report)
{
    g_autoptr(CxJson) json = report != NULL ? cx_json_parse(report, strlen(report), NULL) : NULL;
    const CxJson *list = json != NULL ? cx_json_member(json, "rejects") : NULL;
    for (size_t i = 0; list != NULL && i < cx_json_n(list); i++) {
        const int64_t line = count_of(cx_json_at(list, i), "line");
        g_array_append_val(lines, line);
    }
}

GArray *
cx_file_sheet_lines(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(int64_t));
    if (g_str_equal(upload->kind, CX_UPLOAD_FACTS))
        return cx_facts_upload_lines(ctx, upload, lines, error) ? g_steal_pointer(&lines) : NULL;
    if (upload->state != CX_UPLOAD_STATE_DRAFT) {
        add_reported(lines, upload->report);
        return g_steal_pointer(&lines);
    }
    if (is_past(upload)) {
        g_autoptr(CxPastReport) report = read_past(ctx, upload, cx_past_try, error);
        if (report == NULL)
            return NULL;
        add_lines(lines, report->rejects, line_of_past);
    } else {
        g_autoptr(CxRosterReport) report = try_roster(ctx, upload, error);
        if (report == NULL)
            return NULL;
        add_lines(lines, report->rejects, line_of_roster);
    }
    return g_steal_pointer(&lines);
}
