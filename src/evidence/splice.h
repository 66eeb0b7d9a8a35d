/* Splices: where a series may not be read as one.
 *
 * Between two neighbouring periods lies a splice when the question's wording changed, when the newer
 * version of the survey declares that something changed (its note), or when the way answers were
 * taken shifted: by five points or more of the mode mix, and by more than chance would move it
 * (docs/decisions/0032). A new version alone, with the same question asked the same way, is none. */
#pragma once

#include "evidence/score.h"
#include "feedback/survey.h"

typedef struct {
    size_t at;          /* first group of the newer side, 1.. */
    const char *before; /* title of the version on the older side */
    const char *after;  /* title on the newer side */
    bool is_version;    /* wording or declared change */
    bool is_mode;
    double mode_shift; /* points of the mode mix that moved, 0..100 */
    const char *what;  /* what changed, short: "asked first, phone dropped" */
    const char *why;   /* all that changed: "Asked first, phone dropped; 22 points of …" */
} CxSplice;

typedef struct {
    const CxSplice *items; /* by time */
    size_t n;              /* may be 0 */
} CxSplices;

/* The splices of a score grouped by period (`slice` is what it was made of), in the context's
 * arena. */
CX_MUST_USE bool cx_splice_find(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice,
                                const CxScore *score, CxSplices *ret_splices, GError **error);
