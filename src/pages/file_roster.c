#include "pages/file_roster.h"

#include <string.h>

#include "codec/json.h"
#include "pages/roster_view.h"

static const CxViewField roster_fields[] = {
    CX_FIELD(CxFileRoster, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(CxFileRoster, n_leaders_new, CX_FIELD_COUNT, "Leaders not known before"),
    CX_FIELD(CxFileRoster, n_terms_new, CX_FIELD_COUNT, "Terms begun"),
    CX_FIELD(CxFileRoster, n_terms_ended, CX_FIELD_COUNT, "Terms ended"),
    CX_FIELD(CxFileRoster, n_departments_new, CX_FIELD_COUNT, "Departments not known before"),
    CX_FIELD(CxFileRoster, n_same, CX_FIELD_COUNT, "Rows as known"),
    CX_FIELD_CHILD(CxFileRoster, rejects, CX_FIELD_LIST, &cx_roster_reject_view_type,
                   "Rows set aside"),
    CX_FIELD_PAGE(CxFileRoster, n_rejected, CX_FIELD_COUNT, "How many"),
};
const CxViewType cx_file_roster_type =
    CX_VIEW_TYPE("RosterResult", CxFileRoster, roster_fields, "What came of a list of leaders");

const CxFileRoster *
cx_file_roster_report(CxCtx *ctx, const char *report)
{
    g_autoptr(CxJson) json = report != NULL ? cx_json_parse(report, strlen(report), NULL) : NULL;
    if (json == NULL)
        return NULL;
    const CxJson *list = cx_json_member(json, "rejects");
    const CxJson *lines = cx_json_member(json, "lines");
    const size_t n = cx_json_n(list);
    CxRosterRejectView *rejects = cx_arena_new0_n(ctx->arena, CxRosterRejectView, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *reject = cx_json_at(list, i);
        rejects[i] = (CxRosterRejectView){
            .line = cx_json_int(cx_json_member(reject, "line"), 0),
            .column = cx_arena_text(ctx->arena, cx_json_text(cx_json_member(reject, "column"), "")),
            .reason = cx_arena_text(ctx->arena, cx_json_text(cx_json_member(reject, "reason"), "")),
        };
    }
    CxFileRoster *view = cx_arena_new0(ctx->arena, CxFileRoster);
    *view = (CxFileRoster){
        .n_rows = cx_json_int(cx_json_member(json, "rows"), 0),
        .n_leaders_new = cx_json_int(cx_json_member(json, "leaders_new"), 0),
        .n_terms_new = cx_json_int(cx_json_member(json, "terms_new"), 0),
        .n_terms_ended = cx_json_int(cx_json_member(json, "terms_ended"), 0),
        .n_departments_new = cx_json_int(cx_json_member(json, "departments_new"), 0),
        .n_same = cx_json_int(cx_json_member(json, "same"), 0),
        .rejects = CX_VIEW_LIST(rejects, n),
        .n_rejected = lines != NULL ? (int64_t)cx_json_n(lines) : (int64_t)n,
    };
    return view;
}
