/* Uploads: files people bring in the browser or by the API, each a draft until it is taken in or
 * dropped. Its bytes are an original (feedback/original.h), kept as they came; what is decided about
 * a survey file is its mapping, which grows with each correction.
 *
 * Only the CX team brings files. Two people at one draft: who saves second is told so (CONFLICT).
 * Every change is one audit record. A loaded upload is a value, owned by whoever loaded it. */
#pragma once

#include <glib.h>

#include "feedback/import.h"
#include "feedback/original.h"
#include "people/ctx.h"

CX_ID_TYPE(CxUploadId);

#define CX_UPLOAD_STATE_MAP(X)                                                                     \
    X(DRAFT, "draft")       /* looked at, nothing of it counts */                                  \
    X(IMPORTED, "imported") /* taken in, or being taken in */                                      \
    X(DROPPED, "dropped")   /* will not be taken in; its bytes are kept */

typedef enum {
#define X(name, key) CX_UPLOAD_STATE_##name,
    CX_UPLOAD_STATE_MAP(X)
#undef X
        CX_UPLOAD_STATE_N
} CxUploadState;

/* "draft"; borrowed for ever. */
const char *cx_upload_state_key(CxUploadState state);

/* Kinds of file this module reads; other modules have kinds of their own. */
#define CX_UPLOAD_SURVEY  "survey"
#define CX_UPLOAD_ROSTER  "roster"
#define CX_UPLOAD_PAST    "past"
#define CX_UPLOAD_UNKNOWN "unknown" /* nobody has said what it is */

typedef struct {
    CxUploadId id;
    CxOriginalId original;
    char *file_name;
    int64_t len_bytes;
    char *actor; /* login of whoever brought it */
    CxInstant received_at;
    char *kind;
    CxUploadState state;
    char *head;           /* feedback/file_head.h, JSON */
    char *findings;       /* feedback/findings.h, JSON; NULL: none */
    char *mapping;        /* NULL: there is none */
    char *trial;          /* feedback/trial.h, JSON, of this mapping; NULL: none */
    CxImportId import;    /* 0: it is none */
    char *report;         /* what came of a file that is no import, JSON, or NULL */
    CxInstant closed_at;  /* us = 0: it is a draft */
    char *closed_by;      /* login, or NULL */
    int64_t version;      /* 1.., counts edits */
    bool is_trial_wanted; /* when kept: all of it is to be tried by a job */
    bool
        is_whole; /* while it is tried and taken in, not kept: a roster that has everybody in office */
    char *spool; /* when added: what the file is called in the spool of this host, or NULL */
    bool is_bring_wanted; /* when added or saved: a job keeps and recognises it */
    CxImportId like; /* while it is brought, not kept: read like this import; CX_LIKE_FIND, _NONE */
} CxUpload;

#define CX_LIKE_FIND 0    /* like the import whose mapping fits, if there is one */
#define CX_LIKE_NONE (-1) /* as it is recognised */

void cx_upload_free(CxUpload *upload);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxUpload, cx_upload_free)

/* Use case: keeps what was brought as a draft; file_name to trial are read from `upload`, its
 * original is kept already. Writes upload, audit ("upload.add"). FORBIDDEN. */
CX_MUST_USE bool cx_upload_add(CxCtx *ctx, const CxUpload *upload, CxUploadId *ret_id,
                               GError **error);
/* NOT_FOUND. (transfer full) */
CX_MUST_USE CxUpload *cx_upload_load(CxCtx *ctx, CxUploadId id, GError **error);
/* Use case: keeps the upload's kind, findings, mapping and trial as they are now. CONFLICT when the
 * upload was changed since it was loaded or is no draft. Writes upload, audit ("upload.edit"). */
CX_MUST_USE bool cx_upload_save(CxCtx *ctx, const CxUpload *upload, GError **error);
#define CX_JOB_BRING "bring" /* keeps and recognises a large file (app/upload_bring.h) */
/* The latest job that keeps and recognises an upload; *ret_job NULL: there was none. (transfer full) CX
 * team only. */
CX_MUST_USE bool cx_upload_bring_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error);
#define CX_JOB_TRIAL "trial" /* tries all of a draft: {"upload": id} */

/* Keeps what trying all of the draft said, unless somebody changed it since it was loaded: then
 * *ret_is_kept is false. Writes upload. CX team only. */
CX_MUST_USE bool cx_upload_keep_trial(CxCtx *ctx, const CxUpload *upload, bool *ret_is_kept,
                                      GError **error);
/* The latest job that tries an upload; *ret_job NULL: there was none. (transfer full) CX team only. */
CX_MUST_USE bool cx_upload_trial_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error);
/* Use case: the draft will not be taken in. CONFLICT likewise. Writes upload, audit ("upload.drop"). */
CX_MUST_USE bool cx_upload_drop(CxCtx *ctx, CxUploadId id, int64_t version, GError **error);
/* Use case: the draft was taken in: as the upload's import, or with its report. CONFLICT likewise.
 * Writes upload, audit ("upload.import"). */
CX_MUST_USE bool cx_upload_close(CxCtx *ctx, const CxUpload *upload, GError **error);

/* A file in the list: an upload, or an import made without one. */
typedef struct {
    CxUploadId upload; /* 0: brought on the command line */
    CxImportId import; /* 0: it is none */
    int64_t rank;      /* with received_at: its place in the list */
    char *file_name;
    int64_t len_bytes;
    char *actor;
    CxInstant received_at;
    char *kind;
    CxUploadState state;
    CxImportState import_state; /* DONE where it is no import */
    int64_t n_rows;             /* of an import; -1: not known */
    int64_t n_rejected;         /* likewise */
} CxFileEntry;

void cx_file_entry_free(CxFileEntry *entry);

/* What was brought, latest first, at most `limit`, those behind (before, rank); {0} and 0: from the
 * latest. GPtrArray of CxFileEntry, (transfer full). CX team only. */
CX_MUST_USE GPtrArray *cx_file_list(CxCtx *ctx, CxInstant before, int64_t rank, int64_t limit,
                                    GError **error);
