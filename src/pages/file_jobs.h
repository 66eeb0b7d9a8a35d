/* The jobs of a draft: one that keeps and recognises it, one that tries all of it, one that takes a sheet
 * in. */
#pragma once

#include "feedback/upload.h"
#include "pages/job_view.h"

typedef struct {
    const CxJobView *bring; /* NULL: none, or it is done */
    const CxJobView *trial; /* NULL: none */
    const CxJobView *take;  /* likewise */
    bool is_tried;          /* all of it */
} CxFileJobs;

/* In the context's arena; none of what is no draft any more. */
CX_MUST_USE bool cx_file_jobs(CxCtx *ctx, const CxUpload *upload, CxFileJobs *ret_jobs,
                              GError **error);
