/* Where the ratings of the reader's department fall along an operational fact, as a brief shows it: one
 * sentence, one figure, a few points of its curve, each number with its footnote. */
#pragma once

#include "tell/brief_note.h"
#include "tell/threshold_view.h"
#include "view/field.h"

typedef struct {
    const CxThresholdView *found;
    CxViewList points; /* of CxThresholdPointView: what fits on a line of paper */
    int64_t fn;        /* of the point where ratings fall */
    int64_t share_fn;  /* of the share on target */
    int64_t between_fn;
} CxBriefHero;

extern const CxViewType cx_brief_hero_type;

/* In the context's arena, its footnotes added; NULL where nothing was found or drawn. */
const CxBriefHero *cx_brief_hero(CxBriefNotes *notes);
