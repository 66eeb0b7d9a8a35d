/* The brief: what one leader should read, by rule (practice A4): the overall rating, and the
 * measures of the reader's own departments. Nothing of anyone else's. */
#pragma once

#include "evidence/score.h"
#include "feedback/survey.h"
#include "people/ctx.h"
#include "people/leader.h"

/* One question of the reader's department. */
typedef struct {
    const char *department; /* name */
    const CxScore *score;
    bool is_lowest; /* stands below all others, intervals apart */
} CxBriefMeasure;

/* Lives in the context's arena. */
typedef struct {
    CxLeaderId leader;
    const char *leader_name;
    const char *title;       /* "Head of Delivery"; NULL for none */
    const char *heading;     /* "Brief for the Head of Delivery" */
    const char *departments; /* "Delivery", "Sales and Billing"; NULL: none of their own */
    CxDay made_on;
    CxDay from, to;     /* answers of; CX_DAY_NONE: there are none */
    const char *survey; /* title */
    const CxScore *overall;
    const CxBriefMeasure *measures; /* by department, then as the questionnaire asks */
    size_t n_measures;
    const char *headline; /* the sentence to remember */
    const char *lead;     /* what it rests on */
} CxBrief;

/* What to make it of. */
typedef struct {
    const char *survey; /* key, NULL: the only one */
    CxDay from, to;     /* CX_DAY_NONE both: see cx_brief_period */
} CxBriefAsk;

/* Makes a leader's brief. For the leader and the CX team; FORBIDDEN for others. NOT_FOUND without
 * survey or leader. */
CX_MUST_USE const CxBrief *cx_brief_make(CxCtx *ctx, CxLeaderId leader, const CxBriefAsk *ask,
                                         GError **error);
/* The quarter a survey is best read by: that of its last answers, or the last one closed before
 * today where that one has not closed; the quarter of its first answers if none has. CX_DAY_NONE
 * without answers. */
CX_MUST_USE bool cx_brief_period(CxCtx *ctx, const CxSurvey *survey, CxDay *ret_from, CxDay *ret_to,
                                 GError **error);
/* How a question is usually scored: NPS, or the share of the two best points. False for questions
 * without a score (choices, numbers, words). */
bool cx_brief_usual_measure(const CxItem *item, CxSliceMeasure *ret_measure);
/* The score whose interval lies below all others' of the same measure; n when none stands apart,
 * fewer than two have answers, measures differ, or one with answers has no interval to compare:
 * hidden, or by too few units. */
size_t cx_brief_lowest(const CxScore *const *scores, size_t n);
