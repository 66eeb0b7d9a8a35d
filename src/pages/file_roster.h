/* What came of a list of leaders that was taken in: part of the page of its file. */
#pragma once

#include "pages/file.h"

typedef struct {
    int64_t n_rows;
    int64_t n_leaders_new;
    int64_t n_terms_new;
    int64_t n_terms_ended;
    int64_t n_departments_new;
    int64_t n_same;
    CxViewList rejects; /* of CxRosterRejectView */
    int64_t n_rejected;
} CxFileRoster;

extern const CxViewType cx_file_roster_type;

/* Out of the report kept with the file; NULL without one. In the context's arena. */
const CxFileRoster *cx_file_roster_report(CxCtx *ctx, const char *report);
