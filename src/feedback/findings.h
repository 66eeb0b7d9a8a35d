/* What was found out about a survey file when it was brought, kept with its upload: the draft of
 * feedback/recognise.h without the file.
 *
 * Pure. Findings are a value in their arena; one thread. */
#pragma once

#include "base/arena.h"
#include "feedback/recognise.h"

typedef struct {
    const char *layout;        /* "Qualtrics" … */
    const char *layout_reason; /* a sentence */
    size_t n_headers;
    int64_t n_sampled;
    bool is_whole;
    const CxDraftColumn *columns; /* in the order of the file */
    size_t n_columns;
    const char *const *questions; /* sentences: what a person has to settle */
    size_t n_questions;
    const char *lack;           /* why no mapping was drafted, or NULL */
    const char *drafted;        /* the mapping as it was drafted, or NULL */
    const char *like;           /* the earlier file whose mapping is used instead, or NULL */
    const char *const *arrived; /* columns the earlier file did not have */
    size_t n_arrived;
    CxArena *arena;
} CxFindings;

/* The draft's findings; texts are copied. (transfer full) */
CxFindings *cx_findings_new(const CxDraft *draft);
void cx_findings_free(CxFindings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFindings, cx_findings_free)

/* As JSON, and back; CORRUPT for what is none. (transfer full) */
char *cx_findings_json(const CxFindings *findings);
CX_MUST_USE CxFindings *cx_findings_parse(const char *json, GError **error);
