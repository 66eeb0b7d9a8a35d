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
    const char *survey_key;
    const CxScore *overall;
    const CxBriefMeasure *measures; /* by department, then as the questionnaire asks */
    size_t n_measures;
    const char *headline; /* the sentence to remember */
    const char *lead;     /* what it rests on */
} CxBrief;

/* What to make it of. */
typedef struct {
    const char *survey; /* key, NULL: the only one */
    CxDay from, to;     /* CX_DAY_NONE both: see cx_usual_period */
} CxBriefAsk;

/* Makes a leader's brief. For the leader and the CX team; FORBIDDEN for others. NOT_FOUND without
 * survey or leader. */
CX_MUST_USE const CxBrief *cx_brief_make(CxCtx *ctx, CxLeaderId leader, const CxBriefAsk *ask,
                                         GError **error);
