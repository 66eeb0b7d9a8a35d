/* What the draft page shows of a file: shared by the files that make it. Pages only. */
#pragma once

#include "business/facts_draft.h"
#include "business/facts_mapping.h"
#include "feedback/bring.h"
#include "people/ctx.h"
#include "view/field.h"
#include "web/request.h"

#define CX_PREVIEW_ROWS 20

/* A draft with what its texts say. */
typedef struct {
    CxUpload *upload;
    CxFileHead *head;
    CxFindings *findings;          /* NULL: none */
    CxMapping *mapping;            /* NULL: none */
    CxTrial *trial;                /* NULL: none */
    CxFactsDraft *facts;           /* of a file of facts; then the three above are NULL */
    CxFactsMapping *facts_mapping; /* likewise; NULL: none that holds */
} CxFileDraft;

void cx_file_draft_free(CxFileDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFileDraft, cx_file_draft_free)
/* As cx_upload_load. (transfer full) */
CX_MUST_USE CxFileDraft *cx_file_draft_load(CxCtx *ctx, CxUploadId id, GError **error);

/* What the mapping takes a column for, and its item if it is one. */
typedef struct {
    CxTaken taken;
    const CxMappingItem *item; /* NULL: it is none */
} CxColumnUse;

/* The column at that place (from 0) of the file. Without a mapping, what was found. */
CxColumnUse cx_file_column_use(const CxFileDraft *draft, size_t i_column);
/* How a mapping names that column: its name, or "#12". In the arena. */
const char *cx_file_column_ref(const CxFileDraft *draft, size_t i_column, CxArena *arena);
/* "1 to 5, more is better"; NULL where there is no scale. In the arena. */
const char *cx_file_scale_text(CxCtx *ctx, const CxMappingItem *item);
/* What a column is taken for, as read; borrowed. */
const char *cx_file_taken_text(CxCtx *ctx, CxTaken taken);

/* A table of rows as text. */
typedef struct {
    int64_t line;
    CxViewList cells;    /* of const char * */
    const char *problem; /* why the row would be set aside, or passed over; NULL: it is taken */
} CxPreviewRow;

typedef struct {
    CxViewList headers; /* of const char * */
    CxViewList rows;    /* of CxPreviewRow */
    bool is_taken;      /* as the mapping takes them, not as they stand */
    int64_t n_headers;
    int64_t n_rows;
    int64_t n_hidden; /* questions that are not shown */
} CxPreviewView;

extern const CxViewType cx_preview_view_type;

/* The first rows as the mapping takes them; the rows as they stand where there is no mapping that
 * fits. In the context's arena. */
const CxPreviewView *cx_file_preview(CxCtx *ctx, const CxFileDraft *draft);

/* The whole page of a draft, of cx_file_view_type, in the context's arena. */
CX_MUST_USE const void *cx_file_view(CxCtx *ctx, const CxRequest *request, const CxFileDraft *draft,
                                     GError **error);
