/* Comments: what respondents wrote, with the rating they gave beside it. */
#pragma once

#include "feedback/survey.h"
#include "people/ctx.h"

typedef struct {
    const char *text;           /* as written, in the context's arena */
    const CxItemVersion *asked; /* the rating's scale, as that version asked it */
    int64_t rating;             /* on that scale */
} CxComment;

typedef struct {
    const CxItem *said;  /* the item of role comment */
    const CxItem *rated; /* the rating that belongs to it */
    CxDay from, to;
} CxCommentAsk;

/* The comments of responses that also gave the rating. Empty for readers whose wall has no
 * comments, or not this department's. GArray of CxComment; (transfer full). */
CX_MUST_USE GArray *cx_comment_list(CxCtx *ctx, const CxSurvey *survey, const CxCommentAsk *ask,
                                    GError **error);
