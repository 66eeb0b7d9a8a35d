/* Reading a file like an earlier one: next month's export of the same survey comes with its mapping
 * filled in.
 *
 * Of the latest imports that are done, the one is taken whose mapping finds most of its columns in
 * the file, if it finds most of them at all.
 *
 * Of other files the same mappings say by which headers answers are known here. */
#pragma once

#include "business/facts_draft.h"
#include "feedback/file_head.h"
#include "feedback/findings.h"
#include "feedback/upload.h"

#define CX_LIKE_IMPORTS_MAX 20 /* latest ones looked at */

/* The mapping for the file, with findings told like which file and what is new in it; NULL with
 * *error unset when none fits. A file whose name says another year than the mapping's version gets a
 * version of its own, unless the import was named. CX team only. (transfer full) */
CX_MUST_USE char *cx_like_mapping(CxCtx *ctx, const CxUpload *upload, const CxFileHead *head,
                                  CxFindings *findings, GError **error);

/* By which headers the answers of the latest imports are known, what names an answer first; none of an
 * import whose questions are in the file: it is an export itself. CX team only. (transfer full) */
typedef struct {
    CxFactsKnownKey *rows;
    size_t n;
    CxArena *arena;
} CxLikeKeys;

CX_MUST_USE CxLikeKeys *cx_like_keys(CxCtx *ctx, const CxFileHead *head, GError **error);
void cx_like_keys_free(CxLikeKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxLikeKeys, cx_like_keys_free)
