/* Where ratings fall: the customers' threshold of an operational fact, beside the internal target.
 *
 * A fact that meets the responses of a survey (column/frame.h) is set against the answers to a
 * question. What is said is association: the ratings go with the fact. docs/methods/thresholds.md has
 * every formula. All texts and arrays live in the context's arena. */
#pragma once

#include "evidence/measured.h"
#include "feedback/survey.h"
#include "people/ctx.h"
#include "stat/threshold.h"

/* What is asked. */
typedef struct {
    const char *fact;     /* key of the metric */
    const char *question; /* key of the item; NULL: the overall one */
    CxDay from, to;       /* CX_DAY_NONE both: the last twelve months, from the last splice on */
    int low;              /* answers up to it are low, from it where low is good; -1: the usual */
    double level;         /* 0..1, share of low answers that is passed; NaN: see stat/threshold.h */
    double target;        /* of the fact, as shown; NaN: the metric's own on the last day, if any */
} CxThresholdQuery;

/* A query for a fact and a question, everything else as it comes. */
CxThresholdQuery cx_threshold_query(const char *fact, const char *question);

/* How many transactions, by their fact: one bar of a histogram. */
typedef struct {
    double from, to; /* from <= fact < to */
    int64_t n;
} CxThresholdBar;

/* What moving the target would do: how many would be on it today, and how those just on it rate. */
typedef struct {
    double target;
    const char *target_text;
    CxMeasured on_target; /* %, with its card */
    double low_share;     /* of answers there, 0..1, by the curve */
    bool is_current;
} CxThresholdMove;

#define CX_THRESHOLD_MOVES_MAX 5

/* By what the odds of a low answer are multiplied with each step of the fact to its worse end, whatever the value it
 * starts from. Rounded as shown, and at most CX_THRESHOLD_ODDS_MOST: more digits would tell of single answers. */
#define CX_THRESHOLD_ODDS_MOST 1000.0

typedef struct {
    const char *
        status; /* of maximum likelihood: "ok", "separated" …; NULL: too few answers for any estimate */
    bool is_firth;         /* value and interval are those of Firth's penalised likelihood */
    CxMeasured value;      /* times, with its card; no value where there is none to be had */
    double step;           /* of the fact, in its unit */
    const char *step_text; /* "1 day" */
    int decimals;
} CxThresholdOddsFinding;

typedef struct {
    CxThresholdStatus status;
    CxThresholdWorse worse;      /* MORE or LESS */
    const char *fact;            /* key */
    const char *fact_label;      /* "Days from order to arrival" */
    const char *unit;            /* "days", "%"; "" for a plain number */
    const char *question;        /* key */
    const char *label;           /* of the item */
    const char *wording;         /* as last asked */
    CxDepartmentId department;   /* whose question, or 0 */
    const char *department_name; /* or NULL */
    CxDay from, to;              /* answers of these days */
    const char *splice;          /* what changed within the period, or NULL */
    const char *low_text;        /* "0–6" */
    int low_limit;               /* the last of them */
    double level;                /* 0..1 */
    bool is_level_declared;
    CxMeasured threshold;        /* of the fact, in its unit; n answers */
    bool is_lo_open, is_hi_open; /* an end of the interval that is only that of the facts seen */
    int decimals;                /* that it supports */
    bool is_break;               /* else ratings fall gradually, and the level makes the point */
    bool has_target;
    double target;
    const char *target_text; /* "5" */
    bool is_target_past;     /* customers mind before the target is missed */
    bool is_counted; /* the shares are of all transactions on record, not of those who answered */
    int64_t n_transactions; /* of the shares: transactions, or answers */
    /* In %, each with its card; before and beyond are seen from threshold and target together. */
    CxMeasured on_target, before, between, beyond;
    CxThresholdMove *moves; /* between threshold and target, both included */
    size_t n_moves;
    CxThresholdOddsFinding odds;
    CxMeasured low;                 /* all low answers, %; its card is that of the curve */
    const CxThresholdPoint *points; /* the curve, by the fact */
    size_t n_points;
    const CxThresholdBar *bars; /* of all transactions */
    size_t n_bars;
    const char *headline; /* "Ratings fall after 3.1 days; the target is 5" */
} CxThresholdFinding;

/* Whether one value parts low answers from the others (separation): they then neither fall gradually nor along a
 * line that could break. */
bool cx_threshold_is_parted(const CxThresholdFinding *finding);

/* Estimates one. NOT_FOUND for a fact or question that is not there or behind the wall; INVALID for a
 * question without ratings, a limit outside its scale; FORBIDDEN by the wall, as scores. */
CX_MUST_USE const CxThresholdFinding *
cx_threshold_run(CxCtx *ctx, const CxSurvey *survey, const CxThresholdQuery *query, GError **error);

/* A fact and a question that could be set against each other. */
typedef struct {
    const char *fact; /* key */
    const char *fact_label;
    const char *unit;
    const char *question; /* key */
    const char *label;
    const char *department_name; /* of the question, or NULL */
    int64_t n;                   /* responses with both; at least CX_THRESHOLD_ANSWERS_MIN */
} CxThresholdPair;

typedef struct {
    const CxThresholdPair *items; /* departments' facts first, each as the survey asks */
    size_t n;
} CxThresholdPairs;

/* The pairs the reader may see: a department's fact with that department's questions, any other with
 * all, and every fact with the overall one. Costs a pass over the answers for each fact, once for each frame. */
CX_MUST_USE bool cx_threshold_list(CxCtx *ctx, const CxSurvey *survey, CxThresholdPairs *ret_pairs,
                                   GError **error);

/* Whether the fact is money: that comes of ratings, while a department's own work is what moves them. */
bool cx_threshold_is_money(const CxThresholdPair *pair);

/* The one most worth telling a department (0: the survey as a whole): of its pairs, money aside, whose
 * threshold is found, that with the most between threshold and target, else the most answers. *ret_finding is NULL
 * when there is none. Tries CX_THRESHOLD_TRIED_MAX pairs at most. */
#define CX_THRESHOLD_TRIED_MAX 6
CX_MUST_USE bool cx_threshold_find(CxCtx *ctx, const CxSurvey *survey, CxDepartmentId department,
                                   const CxThresholdFinding **ret_finding, GError **error);
