/* Change: what became of declared measures, tested once when a period closes.
 *
 * A period of a declared measure is compared with the same period a year before (or the one before),
 * by sampling unit, in one family with all departments of the survey that close on that day;
 * docs/methods/change.md has every formula. The result is stored and never tested again. */
#pragma once

#include "evidence/declaration.h"
#include "evidence/measured.h"

/* What is said of a change, and no other words.
 *      wording      key             words                                                        */
#define CX_WORDING_MAP(X)                                                                          \
    X(IMPROVED, "improved", "improved")                                                            \
    X(WORSENED, "worsened", "worsened")                                                            \
    X(SIGNS, "signs", "signs of improvement") /* never in packs, credit or pay */                  \
    X(NONE, "none", "no measurable change")                                                        \
    X(TOO_FEW, "too_few", "too few to tell")                                                       \
    X(NOT_COMPARED, "not_compared", "not compared")

typedef enum {
#define X(name, key, words) CX_WORDING_##name,
    CX_WORDING_MAP(X)
#undef X
        CX_WORDING_N
} CxWording;

/* "none", "no measurable change"; borrowed for ever. */
const char *cx_wording_key(CxWording wording);
const char *cx_wording_words(CxWording wording);
/* False, *ret_wording untouched, for a key not known. */
CX_MUST_USE bool cx_wording_find(const char *key, CxWording *ret_wording);

/* One declared measure of one closed period. Numbers in the measure's unit (points, %, points of the
 * scale), up being better; NaN where there is none or the wall hides it. */
typedef struct {
    int64_t id;
    CxDeclarationId declaration;
    CxDepartmentId department;   /* 0: the overall rating */
    const char *department_name; /* NULL: the overall rating */
    const char *item_key;
    const char *label;   /* of the item */
    const char *measure; /* "Net Promoter Score" */
    const char *unit;    /* "points" */
    int decimals;        /* that the interval supports */
    bool is_weighted;
    CxCadence step; /* the period's length: the declared cadence, or a wider one where few answer */
    const char *period;  /* "May 2018", "January to March 2026" */
    const char *against; /* what it is compared with; NULL: there is nothing */
    CxDay from, to;
    CxDay against_from, against_to; /* CX_DAY_NONE: nothing */
    CxWording wording;
    bool is_exploratory; /* declared afterwards: never credited, "improved" is never said of it */
    const char *reason;  /* why not compared or too few, a sentence; else NULL */
    CxMeasured change;   /* newer less older with the interval at `level`, and the card; n is the
                            lesser of the two, status "hidden" behind the wall */
    double level;        /* of the interval: .95; adjusted for the selection where it was selected;
                            .90 for signs */
    double after, before;
    int64_t n_after, n_before; /* -1 when hidden */
    double p;          /* two-sided, the greater of that of the difference and that after the
                          allowance for regression to the mean */
    double p_adjusted; /* by Benjamini and Hochberg over the family */
    double detectable; /* the change that would have been seen with 80 % power */
    double expected; /* what regression to the mean alone would bring; NaN: no allowance possible */
    double alpha;    /* of this close */
    int64_t n_family; /* tested together */
    CxInstant closed_at;
} CxChange;

typedef struct {
    const CxChange *items; /* newest period first, the overall rating first, then by department */
    size_t n;
} CxChanges;

/* Which changes. */
typedef struct {
    CxDepartmentId department; /* 0: all, the overall rating among them */
    bool is_overall_only;
    CxDay from, to; /* of the periods' last days; CX_DAY_NONE: open */
} CxChangeQuery;

/* The stored results of a survey that the reader may see, in the context's arena. Numbers that the
 * wall would not show as scores today are hidden, the wording stays. `query` NULL: all. */
CX_MUST_USE bool cx_change_list(CxCtx *ctx, const CxSurvey *survey, const CxChangeQuery *query,
                                CxChanges *ret_changes, GError **error);
/* Whether it may be credited: improved, declared beforehand. */
bool cx_change_is_credit(const CxChange *change);
/* "+5 (+1 to +9)"; in the arena. The change must have an interval (asserted). */
const char *cx_change_points(CxCtx *ctx, const CxChange *change);
/* "No measurable change against May 2017: −5 (−11 to 0); 8 would have shown"; in the arena. */
const char *cx_change_sentence(CxCtx *ctx, const CxChange *change);

/* Use case: tests every declared measure of every survey whose period has closed and was not tested
 * yet. A period closes when answers of a later day are in, or CX_CHANGE_GRACE_DAYS after its last
 * day. as_of stands for today. *ret_n_tested counts results stored. CX team and the system only.
 * Writes period_test, card, audit ("change.close", one record a survey). */
#define CX_CHANGE_GRACE_DAYS 30
CX_MUST_USE bool cx_change_close(CxCtx *ctx, CxDay as_of, int64_t *ret_n_tested, GError **error);
