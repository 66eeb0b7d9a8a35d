/* The coalition map: leaders by influence and stance and how both moved, as a figure with its table.
 * Values in the context's arena. */
#pragma once

#include "engage/coalition.h"
#include "view/field.h"

/* A leader's row of the table twin: the middles in words, NULL where nobody had judged. */
typedef struct {
    const char *name;
    const char *url;
    const char *stance_first, *stance_was, *stance; /* 120 and 60 days ago, today */
    const char *influence_first, *influence_was, *influence;
    bool has_moved;
} CxCoalitionMoveView;

typedef struct {
    const char *svg;
    const char *headline; /* who moved in 60 days */
    const char *accent;   /* whom the accent shows, in a sentence */
    const char *left_out; /* how many the figure does not show, in a sentence; NULL: none */
    CxViewList moves;     /* of CxCoalitionMoveView: leaders with influence and stance */
} CxCoalitionMapView;

extern const CxViewType cx_coalition_map_type;

/* The accent is on `point`, or, where that is nobody, on who has much influence and is not yet won. NULL
 * where there is no map: not for this reader, too few leaders, nobody judged. */
const CxCoalitionMapView *cx_coalition_map_view(CxCtx *ctx, const CxCoalition *coalition,
                                                CxLeaderId point);
