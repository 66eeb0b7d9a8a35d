/* Comments: what respondents wrote, with the rating they gave beside it. */
#pragma once

#include "feedback/survey.h"
#include "people/ctx.h"

typedef struct {
    const char *text;           /* as written, in the context's arena */
    const CxItemVersion *asked; /* the rating's scale, as that version asked it */
    int64_t rating;             /* on that scale */
    const char *unit;           /* sampling unit (feedback/unit.h), "" for its own; in the arena */
} CxComment;

typedef struct {
    const CxItem *said;  /* the item of role comment */
    const CxItem *rated; /* the rating that belongs to it */
    CxDay from, to;
} CxCommentAsk;

/* On which side of its scale the rating is: NPS 0 to 6 low, 9 and 10 high; on other scales below the
 * middle, and the two best points. */
typedef enum { CX_COMMENT_LOW, CX_COMMENT_MIDDLE, CX_COMMENT_HIGH } CxCommentSide;
CxCommentSide cx_comment_side(const CxComment *comment);

/* Whether the reader's wall lets comments beside this rating through. */
bool cx_comment_may_read(const CxCtx *ctx, const CxCommentAsk *ask);
/* The comments of responses that also gave the rating. Empty for readers whose wall has no
 * comments, or not this department's. GArray of CxComment; (transfer full). */
CX_MUST_USE GArray *cx_comment_list(CxCtx *ctx, const CxSurvey *survey, const CxCommentAsk *ask,
                                    GError **error);
