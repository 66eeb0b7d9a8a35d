/* What kinds of file people bring, and what each does with one.
 *
 * One row a kind: a module that reads files of its own adds a row, and the list, the upload and the
 * draft page know it. Constants; any thread. */
#pragma once

#include "feedback/file_head.h"
#include "feedback/like.h"
#include "feedback/upload.h"

typedef struct {
    const char *key;      /* as stored with the upload */
    const char *name_key; /* message: "Survey export" */
    const char *ask_key;  /* message: what it answers, "Who leads what" */
    const char *what_key; /* message: what such a file is, a sentence */
    /* How surely a file with this head is one, 0 (no) to 100. */
    int (*fit)(const CxFileHead *head, const CxLikeKeys *known);
    /* Takes the draft in and closes it. INVALID says why it cannot be. */
    bool (*take)(CxCtx *ctx, CxUpload *upload, GError **error);
} CxFileKind;

extern const CxFileKind cx_file_kinds[];
extern const size_t cx_file_kinds_n;

/* The kind of a key, or NULL. */
const CxFileKind *cx_file_kind_find(const char *key);
/* What the file most likely is; NULL when two are about as likely, or none is. known: by which headers
 * answers are known here (cx_like_keys), NULL outside of a home. */
const CxFileKind *cx_file_kind_guess(const CxFileHead *head, const CxLikeKeys *known);
