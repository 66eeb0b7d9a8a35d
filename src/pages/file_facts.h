/* A file of facts on its draft page: whose the facts are, what each column is, what taking it in would
 * do, how far the job is, what it brought. */
#pragma once

#include "pages/file.h"

typedef struct CxFileFacts CxFileFacts;

extern const CxViewType cx_file_facts_type;

typedef struct {
    const CxFileFacts *view; /* NULL: it is no file of facts */
    bool can_take;
    const char *headline;
} CxFileFactsPart;

/* In the context's arena. */
CX_MUST_USE bool cx_file_facts_view(CxCtx *ctx, const CxFileDraft *draft, CxFileFactsPart *ret_part,
                                    GError **error);
