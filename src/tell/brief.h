/* The brief: what one leader should read, by rule (practices A4, C2, C3): the overall rating, the
 * measures of the reader's own departments and what became of them, the program's texts. Nothing of
 * anyone else's. */
#pragma once

#include "evidence/change.h"
#include "evidence/finding.h"
#include "evidence/score.h"
#include "evidence/splice.h"
#include "evidence/threshold.h"
#include "feedback/survey.h"
#include "govern/program.h"
#include "people/ctx.h"
#include "people/leader.h"
#include "tell/handover.h"
#include "tell/quote.h"

/* One question of the reader's department. */
typedef struct {
    CxDepartmentId department;
    const char *department_name;
    const CxScore *score;
    const CxChange *change; /* NULL: not tested in this period */
    bool is_lowest;         /* stands below all others, intervals apart */
} CxBriefMeasure;

/* What the headline may claim, strongest first; the first that holds is the headline. */
#define CX_BRIEF_CLAIM_MAP(X)                                                                        \
    X(COMING, "coming") /* no department today, one from a day on */                                 \
    X(PAST, "past")     /* no office today, a department's until a day */                            \
    X(NO_DEPARTMENT, "no_department")                                                                \
    X(WHOLE_WORSENED, "whole_worsened") /* an office without department: of all customers */         \
    X(WHOLE_IMPROVED, "whole_improved")                                                              \
    X(WHOLE_NONE, "whole_none")                                                                      \
    X(WHOLE, "whole")                                                                                \
    X(NO_MEASURES, "no_measures")                                                                    \
    X(HIDDEN, "hidden")                                                                              \
    X(NO_ANSWERS, "no_answers")                                                                      \
    X(TARGET,                                                                                        \
      "target") /* most is on the department's target, and much of that past where customers mind */ \
    X(BOTH, "both") /* one measure worsened, another improved */                                     \
    X(WORSENED, "worsened")                                                                          \
    X(IMPROVED_BUT, "improved_but") /* one improved, and another stands below the rest */            \
    X(IMPROVED, "improved")                                                                          \
    X(LOWEST, "lowest")                                                                              \
    X(NONE, "none") /* no measurable change */                                                       \
    X(ONE, "one")   /* there is one measure, and nothing to compare it with */                       \
    X(ALIKE, "alike")

enum { CX_BRIEF_QUARTERS_MAX = 8 }; /* of the trend */

typedef enum {
#define X(name, key) CX_BRIEF_CLAIM_##name,
    CX_BRIEF_CLAIM_MAP(X)
#undef X
        CX_BRIEF_CLAIM_N
} CxBriefClaim;

/* Lives in the context's arena. */
typedef struct {
    CxLeaderId leader;
    const char *leader_name;
    const char *title;       /* "Head of Delivery"; NULL for none */
    const char *heading;     /* "Brief for the Head of Delivery" */
    const char *departments; /* "Delivery", "Sales and Billing"; NULL: none of their own */
    const CxDepartmentId *department_ids; /* of the same */
    size_t n_departments;
    const char *coming; /* the first department of a term that has not begun; NULL: none */
    CxDay coming_on;    /* its first day */
    const char *past;   /* without any office: the department of the last that ended; NULL: none */
    CxDay past_on;      /* its last day */
    bool has_office;    /* a term is in force, with a department or without */
    CxDay made_on;
    CxDay from, to;     /* answers of; CX_DAY_NONE: there are none */
    const char *survey; /* title */
    const char *survey_key;
    const char *gathered; /* invited, weighted: the same for every number of the survey */
    const CxScore *overall;
    const CxChange *overall_change; /* NULL: not tested */
    const CxBriefMeasure *measures; /* by department, then as the questionnaire asks */
    size_t n_measures;
    CxBriefClaim claim;
    const CxBriefMeasure *point; /* the measure the headline is about, or NULL */
    const char *headline;        /* the sentence to remember */
    const char *lead;            /* what it rests on */
    const CxScore *trend;        /* the main measure each of its newest quarters; NULL: no series */
    CxSplices splices;           /* of the trend */
    const CxThresholdFinding *threshold; /* where customers' ratings fall; NULL: nothing found */
    CxFindingList links;                 /* what is counted inside that their ratings go with */
    CxQuotes quotes;                     /* none where comments may not be shown */
    CxChanges credits;                   /* tested improvements of the last year, newest first */
    const CxProgram *program;
    CxHandovers handovers; /* when it was handed over before */
    const char *digest;    /* 32 hex digits of what it says, whatever the day it is made on */
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
