/* What a sheet (a list of leaders, past meetings) would bring, or brought: part of the draft page. */
#pragma once

#include "pages/file.h"
#include "pages/roster_view.h"

typedef struct {
    bool is_past;     /* of past meetings, else of leaders */
    bool is_whole;    /* a list of leaders read as everybody in office today */
    const char *lack; /* why it cannot be read, or NULL */
    int64_t n_rows;
    int64_t n_same;
    int64_t n_rejected;
    int64_t n_came, n_left, n_moved, n_departments_new; /* of leaders */
    int64_t n_contacts, n_promises, n_ended;            /* of past meetings */
    CxViewList changes;                                 /* of CxRosterChangeView: the first */
    int64_t n_changes;
    CxViewList rejects; /* of CxRosterRejectView: the first */
} CxFileSheet;

extern const CxViewType cx_file_sheet_type;

/* What taking the draft in would do: a small sheet is tried now, of a large one it is what its job said.
 * NULL for a file that is no sheet or no draft, and before the job has said. In the context's arena. */
CX_MUST_USE bool cx_file_sheet_try(CxCtx *ctx, const CxUpload *upload,
                                   const CxFileSheet **ret_sheet, GError **error);
/* What a sheet of past meetings brought, out of the report kept with it; NULL for others. */
const CxFileSheet *cx_file_sheet_report(CxCtx *ctx, const CxUpload *upload);
/* Lines of the rows that are, or would be, set aside: GArray of int64_t. (transfer full) */
CX_MUST_USE GArray *cx_file_sheet_lines(CxCtx *ctx, const CxUpload *upload, GError **error);
