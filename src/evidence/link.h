/* Links: which of the metrics kept inside the company a measure of customers goes with, how much, and how
 * many months later.
 *
 * Metrics kept by month are set against the measure month by month, of the whole or of units, over lags of
 * 0 to CX_LINK_LAG_MAX months; metrics known of the very transactions that were rated, answer by answer.
 * What is said is association. docs/methods/links.md has every formula. All texts and arrays live in the
 * context's arena. */
#pragma once

#include "evidence/score.h"
#include "evidence/splice.h"
#include "feedback/survey.h"
#include "people/ctx.h"
#include "stat/link.h"

/* How a metric is set against a measure.
 *      way         key */
#define CX_LINK_WAY_MAP(X)                                                                         \
    X(SERIES, "series")   /* one series, month by month */                                         \
    X(UNITS, "units")     /* several units, month by month */                                      \
    X(ANSWERS, "answers") /* answer by answer, within months */

typedef enum {
#define X(name, key) CX_LINK_WAY_##name,
    CX_LINK_WAY_MAP(X)
#undef X
        CX_LINK_WAY_N
} CxLinkWay;

const char *cx_link_way_key(CxLinkWay way);

/* What is asked. */
typedef struct {
    const char *question; /* key of the item; NULL: the overall one */
    CxDay to;             /* only what was known by then; CX_DAY_NONE: all */
    const char *by; /* key of a choice: over its units, by facts kept of each; NULL: the whole */
} CxLinkQuery;

/* One metric. */
typedef struct {
    const char *metric; /* key */
    const char *metric_label;
    const char *unit;
    const char *department_name; /* whose metric, or NULL */
    CxLinkWay way;
    const char *state;     /* "ok", or why nothing can be said: "constant", "no_months" … */
    const char *why;       /* the same in words; NULL with ok */
    bool is_found;         /* p over its search at most .05 */
    bool is_sign;          /* at most .10: signs of a link, never told on */
    double step;           /* of the metric, to which effects belong; in its unit; NaN without ok */
    const char *step_text; /* "5 points", "0.5 days" */
    int lag;               /* months; of ANSWERS 0 */
    CxMeasured effect;     /* of one step more, with its card */
    int decimals;          /* that it supports */
    double p;              /* over the whole search; NaN without ok */
    int64_t n_months, n_units;      /* that both have */
    CxLinkLag lags[CX_LINK_LAGS];   /* per step; of SERIES and UNITS with ok */
    const double *values;           /* of the metric, by the finding's months, `lag` before; NaN */
    const char *const *value_texts; /* the same as read; NULL: none */
    const double *path;             /* of the measure, had only the metric moved it; NaN */
    const char *sentence;           /* of what was found, or that nothing was */
} CxLinkItem;

typedef struct {
    const char *question; /* key */
    const char *label;
    const char *wording;
    CxDepartmentId department; /* whose question, or 0 */
    const char *department_name;
    const char *measure;     /* "Net Promoter Score" */
    const char *unit;        /* of effects: "points" */
    const CxScore *score;    /* by month */
    int32_t first_month;     /* of values and path, by cx_day_month_index */
    CxSplices splices;       /* of it */
    const CxLinkItem *items; /* found first, by p */
    size_t n_items, n_found, n_signs, n_searched;
    const char *headline;
} CxLinkFinding;

/* What one reader asks of one survey, loaded once: metrics and their series. */
typedef struct CxLinkAsker CxLinkAsker;

/* (transfer full), freed by cx_link_asker_free before its context. */
CX_MUST_USE CxLinkAsker *cx_link_asker_new(CxCtx *ctx, const CxSurvey *survey, GError **error);
void cx_link_asker_free(CxLinkAsker *asker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxLinkAsker, cx_link_asker_free)

/* All metrics that may be set against a question, or over units all that are kept of two or more: a
 * department's with its own questions and the overall one, any other with all. NOT_FOUND for a
 * question that is not there or behind the wall, INVALID for one without ratings, FORBIDDEN as
 * scores. */
CX_MUST_USE const CxLinkFinding *cx_link_run(CxLinkAsker *asker, const CxLinkQuery *query,
                                             GError **error);
/* Every rated question the reader may see that has a metric to set against it, the overall one first. */
typedef struct {
    const CxLinkFinding *const *items;
    size_t n;
} CxLinkFindings;
CX_MUST_USE bool cx_link_list(CxLinkAsker *asker, const char *by, CxLinkFindings *ret_findings,
                              GError **error);

/* What became of a measure after a change inside the company, beside what the link of before predicted.
 *      state         key */
#define CX_LINK_FOLLOW_MAP(X)                                                                      \
    X(NO_LINK, "no_link")         /* no link was known the day before */                           \
    X(TOO_FEW, "too_few")         /* too few months, answers or values on a side */                \
    X(STILL, "still")             /* it did not move measurably */                                 \
    X(AS_EXPECTED, "as_expected") /* as far as predicted, as far as can be told */                 \
    X(LESS, "less")                                                                                \
    X(MORE, "more")                                                                                \
    X(AGAINST, "against") /* the other way */

typedef enum {
#define X(name, key) CX_LINK_FOLLOW_##name,
    CX_LINK_FOLLOW_MAP(X)
#undef X
        CX_LINK_FOLLOW_N
} CxLinkFollowState;

const char *cx_link_follow_key(CxLinkFollowState state);

typedef struct {
    CxDay since;
    CxLinkFollowState state;
    const CxScore
        *before; /* of up to six months before; NULL, as all below, where nothing was compared */
    const CxScore
        *after; /* of up to six months that the change can have reached, by the link's lag */
    CxMeasured expected; /* after, by the link as it was known the day before, with its card */
    const char *metric_before, *metric_after; /* means of the same months, as read */
    const char *sentence;
} CxLinkFollow;

/* Follows a metric's link with a question after a change on a day. The link is estimated from what was known
 * the day before, so the change itself proves nothing to it. Fails as cx_link_run. */
CX_MUST_USE const CxLinkFollow *cx_link_follow(CxLinkAsker *asker, const char *question,
                                               const char *metric, CxDay since, GError **error);
