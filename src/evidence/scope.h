/* Which days of a question's answers count for whom, as organised now or then, and which of them a
 * reader may see.
 *
 * As organised now, all answers count for the department that has the question today; from the day of
 * a split on, where nobody has said since which part the question belongs to. As organised then,
 * answers count from the day the department got it. Who has the question no more, or heads what came
 * out of a department that had it, sees the time until then, and nothing after. */
#pragma once

#include "column/slice.h"
#include "feedback/survey.h"
#include "people/ctx.h"

typedef struct {
    CxDay from; /* CX_DAY_NONE: open */
    CxDay to;
    CxDepartmentId department;   /* for which it counts; 0: none */
    const char *department_name; /* NULL for 0; borrowed from the item */
    bool is_past;                /* the reader sees it for what it was, not for what it is */
    bool is_cut;                 /* by a split, as organised now */
} CxScope;

/* False when the reader may see nothing of the item's scores. */
bool cx_scope_find(const CxCtx *ctx, const CxItem *item, CxSliceOrganised organised,
                   CxScope *ret_scope);
/* Narrows a slice to the days that count; where none is left, to a time without answers, since an
 * empty number is an answer. For readers who do not hold the answers the scope is cut to whole months
 * first (wall_period.c). */
void cx_scope_apply(const CxCtx *ctx, const CxFrame *frame, CxScope *scope, CxSlice *slice);
/* What a reader has to know about it, in the arena; NULL when there is nothing: one department all
 * along. */
const char *cx_scope_words(const CxCtx *ctx, const CxItem *item, CxSliceOrganised organised,
                           const CxScope *scope);
