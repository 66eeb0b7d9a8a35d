/* What became of a measure, as people read it: one of the tested wordings, with its glyph, the change
 * with its interval, and the card (templates/was.html draws the word). */
#pragma once

#include "evidence/change.h"
#include "people/ctx.h"
#include "view/field.h"

typedef struct {
    const char *wording; /* "improved", "worsened", "signs", "none", "too_few", "not_compared" */
    double value; /* change in the measure's unit; NaN, as lo and hi, where there is none, and
                            where the two are not compared */
    double lo, hi;
    double detectable; /* the change that would have shown; NaN: not known */
    const char *card;  /* NULL when hidden or not tested */
    const char *against;
    /* for people */
    const char *points;     /* "−6 (−10 to −2)"; NULL without an interval */
    const char *would_show; /* "7"; of no measurable change only, else NULL */
    const char *sentence;
    const char *href; /* of the card */
    bool is_improved;
    bool is_worsened;
    bool is_signs;
    bool is_none;
    bool is_few;
    bool is_cut;
} CxWas;

extern const CxViewType cx_was_type;

/* In the context's arena; NULL for NULL. */
const CxWas *cx_was_make(CxCtx *ctx, const CxChange *change);
