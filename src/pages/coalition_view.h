/* The coalition (engage/coalition.h) as the page, JSON and the command line show it. Values in the
 * context's arena. */
#pragma once

#include "engage/coalition.h"
#include "pages/coalition_map.h"
#include "view/field.h"

/* The middle of several raters' answers. */
typedef struct {
    int64_t n_raters; /* 0: nobody has judged */
    double middle;    /* NaN when nobody has */
    int64_t lo, hi;   /* the lowest and the highest answer; 0 when nobody has */
    CxDay on;
    const char *raw;    /* "2, 4, 4, 5": every rater's newest answer; NULL: nobody */
    const char *text;   /* "undecided", "between undecided and for" */
    const char *raters; /* "3 raters, from doubtful to for" */
} CxMiddleView;

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    const char *title;
    const char *department;
    CxDay leaves_on;
    CxDay last_on;
    const char *last_text;
    const char *promises; /* "2 open, 1 overdue"; NULL: none */
    bool is_overdue;
    int64_t n_open, n_overdue;
    CxMiddleView influence, stance;
    const char *moved; /* "was doubtful in September"; NULL: not known, or as before */
    const char *through;
    bool is_unwon;
    const char *url;
    const char *judge_url; /* where their judgements are */
} CxCoalitionLeaderView;

typedef struct {
    const char *headline;
    CxViewList leaders; /* of CxCoalitionLeaderView */
    CxViewList vacant;  /* of texts: departments nobody heads */
    bool has_doubled;
    CxViewList doubled; /* of texts: departments several head, with who counts */
    CxViewList alone;   /* of texts: departments whose heads do not support it; for readers */
    int64_t n_leaders, n_unwon, n_judged;
    bool is_on;    /* judgements are kept here */
    bool can_read; /* by this reader */
    bool has_map;
    const CxCoalitionMapView *map; /* NULL: none to draw */
    bool has_leaders;
    bool has_alone;
    const char *basis; /* "For …, on …. Kept 180 days, read by the CX leader."; NULL: off */
} CxCoalitionView;

/* One leader's place in it. */
typedef struct {
    const char *headline;
    const CxCoalitionMapView *map; /* NULL: none to draw */
    CxMiddleView influence, stance;
    const char *moved;
    const char *through;
    const char *judge_url; /* NULL: not in office, or not for this reader; nor is anything else */
} CxPlaceView;

extern const CxViewType cx_middle_view_type;
extern const CxViewType cx_coalition_view_type;
extern const CxViewType cx_place_view_type;

/* CX team only. */
CX_MUST_USE CxCoalitionView *cx_coalition_view(CxCtx *ctx, GError **error);
/* Sentences on departments that several leaders head today: who counts is who began last. */
CX_MUST_USE bool cx_doubled_view(CxCtx *ctx, const GPtrArray *leaders, CxViewList *ret_list,
                                 GError **error);
/* CX team only; empty for those of them who do not read judgements. */
CX_MUST_USE const CxPlaceView *cx_place_view(CxCtx *ctx, CxLeaderId leader, GError **error);
/* In words and with its spread; `aspect` chooses the words. */
CxMiddleView cx_middle_view(CxCtx *ctx, const CxMiddle *middle, CxAspect aspect);
/* "undecided"; borrowed. value 1..5. */
const char *cx_aspect_word(CxCtx *ctx, CxAspect aspect, int64_t value);
