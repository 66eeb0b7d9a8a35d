/* Links as people read them: sentences, rows and figure of what goes with a measure (evidence/link.h), for
 * pages, the command line and programs. */
#pragma once

#include "evidence/link.h"
#include "tell/mark.h"
#include "view/field.h"

/* One lag. */
typedef struct {
    int64_t lag; /* months */
    const char *label;
    double value, lo, hi; /* per step */
    const char *text, *range;
    bool is_chosen;
} CxLinkLagView;

/* One month. */
typedef struct {
    const char *month;
    CxMark mark;      /* the measure */
    double value;     /* of the metric, `lag` months before; NaN */
    const char *text; /* NULL: none */
} CxLinkMonthView;

typedef struct {
    const char *metric; /* key */
    const char *metric_label;
    const char *way;   /* "series", "answers" */
    const char *state; /* "ok", "constant" … */
    const char *why;   /* NULL with ok */
    bool is_found, is_sign;
    const char *sentence;
    int64_t lag; /* months */
    const char *when;
    double step; /* of the metric; NaN, as below: none */
    const char *step_text;
    CxMark effect; /* of one step more */
    double p;
    const char *p_text;
    int64_t n_months, n_units;
    const char *url;
} CxLinkItemView;

typedef struct {
    const char *question; /* key */
    const char *label;
    const char *wording;
    const char *department; /* name, or NULL */
    const char *measure;
    const char *unit;
    const char *headline;
    const char *searched; /* how many metrics were set against it, in words */
    const char *table;    /* caption */
    int64_t n_searched, n_found;
    bool has_items;
    CxViewList items; /* of CxLinkItemView */
} CxLinkQuestionView;

/* What became of it after a change. */
typedef struct {
    const char *since; /* day */
    const char *state; /* "as_expected", "still" … */
    const char *sentence;
    bool is_compared;
    CxMark before, expected, after;
    const char *metric_before, *metric_after; /* NULL where nothing was compared */
} CxLinkFollowView;

/* One metric and one question, in full. */
typedef struct {
    const CxLinkQuestionView *question;
    const CxLinkItemView *item;
    const char *of_what; /* what the number is of, in words */
    const char *evidence;
    const char *svg; /* NULL: nothing to draw */
    CxViewList lags; /* of CxLinkLagView; of series */
    bool has_lags;
    CxViewList months; /* of CxLinkMonthView; of series */
    bool has_months;
    const CxLinkFollowView *follow; /* NULL: no day was asked about */
} CxLinkView;

extern const CxViewType cx_link_question_view_type;
extern const CxViewType cx_link_view_type;

extern const CxViewType cx_link_follow_view_type;

/* In the context's arena. */
const CxLinkFollowView *cx_link_follow_view(CxCtx *ctx, const CxLinkFinding *finding,
                                            const CxLinkFollow *follow);
const CxLinkQuestionView *cx_link_question_view(CxCtx *ctx, const CxSurvey *survey,
                                                const CxLinkFinding *finding);
/* `i_item` of the finding; `id` is unique in the page: of the figure. */
CxLinkView *cx_link_view(CxCtx *ctx, const CxSurvey *survey, const CxLinkFinding *finding,
                         size_t i_item, const char *id);
