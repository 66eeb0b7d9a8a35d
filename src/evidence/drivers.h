/* Drivers of an outcome: which of a survey's ratings it goes with, and how much of it each accounts for.
 *
 * What is said is association: importance goes with the outcome, it does not cause it.
 * docs/methods/drivers.md has every formula. All texts and arrays live in the context's arena. */
#pragma once

#include "column/slice.h"
#include "evidence/score.h"
#include "stat/drivers.h"

/* What is asked. */
typedef struct {
    const char *outcome;      /* key of an item; NULL: the overall one */
    const char *const *items; /* keys of the drivers; NULL: those usual (see cx_drivers_run) */
    size_t n_items;
    CxDepartmentId department; /* of the usual ones only this department's; 0: all */
    const CxSlice *slice;   /* period, filters, weighting; without period the last twelve months */
    CxDriversMethod method; /* CX_DRIVERS_METHOD_N: LMG as long as it has intervals, else Johnson */
    size_t n_replicates;    /* draws; 0: no intervals */
} CxDriversQuery;

/* One driver, most important first. */
typedef struct {
    const char *item; /* key */
    const char *label;
    const char *wording;
    const char *department_name; /* or NULL */
    CxMeasured importance;       /* % of the outcome's variance, with its card; n answered all */
    double share;                /* of R^2, 0..1; NaN: none */
    double other; /* importance the other way, unweighted or weighted, %; NaN: none */
    int rank;     /* 0: its interval overlaps another's */
    double p;     /* that the slope is nothing; NaN: none */
    double vif;
    const char *nearest; /* key of the driver it goes with most, pair by pair, or NULL */
    const char *nearest_label;
    double nearest_r;
    int64_t nearest_n; /* responses that answered both */
    CxBend bend;
    int64_t n_answers;          /* to this item, in the slice */
    const CxScore *performance; /* how it is rated, with its own card */
    bool is_involved;           /* in why there are no drivers */
} CxDriversItem;

/* A question that was not taken among the usual ones. */
typedef struct {
    const char *label;
    int64_t n; /* answers */
} CxDriversLeft;

typedef struct {
    CxDriversStatus status;
    CxDriversMethod method;
    const char *outcome; /* key */
    const char *label;
    const char *wording;
    const char *department_name; /* whose drivers were asked for, or NULL */
    CxMeasured r2;               /* %, with its card */
    int64_t n, n_rows;           /* responses that answered all, of those in the slice */
    int64_t clusters;
    double condition; /* NaN: none */
    size_t n_replicates;
    bool is_weighted, has_other;
    CxDay from, to;
    const char *slice;        /* canonical text */
    const char *survey_query; /* "survey=KEY", for links */
    const CxDriversItem *items;
    size_t n_items;
    size_t n_first; /* the first so many cannot be told apart; 0: nothing to rank by */
    const CxDriversLeft *left;
    size_t n_left;
    const char *headline; /* "Delivery goes with Overall most" */
    const char *why;      /* the status in words; NULL when there is nothing to say */
} CxDriversFinding;

/* The drivers of an outcome.
 *
 * Without items the usual ones are taken: rated questions that the reader may see, answered by half of those
 * who answered the outcome, the most answered first, CX_DRIVERS_USUAL_MAX at most.
 * Fails with NOT_FOUND for a question that is not there or behind the wall, INVALID for one that is not
 * rated, is named twice or is the outcome, for no items at all or too many; FORBIDDEN by the wall, as scores. */
#define CX_DRIVERS_USUAL_MAX 24
CX_MUST_USE const CxDriversFinding *cx_drivers_run(CxCtx *ctx, const CxSurvey *survey,
                                                   const CxDriversQuery *query, GError **error);
