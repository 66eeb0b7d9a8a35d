/* Facts: what a metric was for a response, a respondent, an account, a transaction or a period.
 *
 * A fact is known by its metric, whose it is and, but for responses and transactions, by its days.
 * The same fact again changes nothing; another value is a new revision, of which the latest counts
 * and all are kept. */
#pragma once

#include <glib.h>

#include "business/metric.h"
#include "db/db.h"

#define CX_FACT_KIND_MAP(X)                                                                        \
    X(RESPONSE, "response")                                                                        \
    X(RESPONDENT, "respondent")                                                                    \
    X(ACCOUNT, "account")                                                                          \
    X(TRANSACTION, "transaction")                                                                  \
    X(PERIOD, "period")

typedef enum {
#define X(name, key) CX_FACT_##name,
    CX_FACT_KIND_MAP(X)
#undef X
        CX_FACT_KIND_N
} CxFactKind;

/* "account"; borrowed for ever. */
const char *cx_fact_kind_key(CxFactKind kind);
/* False when there is none of that key. */
bool cx_fact_kind_find(const char *key, CxFactKind *ret_kind);

/* A fact as it is given. Texts are borrowed. */
typedef struct {
    CxMetricId metric;
    CxFactKind kind;
    const char *key;           /* whose; "" of a period: the whole organisation */
    const char *scope;         /* cx_fact_scope of a response or respondent, "" for any */
    CxDay from;                /* CX_DAY_NONE: not said */
    CxDay to;                  /* last day; none with from */
    CxDepartmentId department; /* or 0 */
    int64_t value;
    const char *currency; /* of money, else NULL */
    int64_t file;         /* 0: typed in */
    int64_t line;
} CxFact;

typedef enum { CX_FACT_NEW, CX_FACT_REVISED, CX_FACT_SAME } CxFactOutcome;

/* By what a fact is known, beside its metric, kind, key and scope: "2026-03-01/2026-03-31", or "" for
 * what there is one of at any time. (transfer full) */
char *cx_fact_span(const CxFact *fact);
/* Whose answers a fact is of: "guests", or of one version alone "guests/2018". `version` NULL: any.
 * (transfer full) */
char *cx_fact_scope(const char *survey, const char *version);
/* What keeping a fact would do, beside what its file has said so far and what counts. */
CX_MUST_USE bool cx_fact_look(CxCtx *ctx, const CxFact *fact, CxFactOutcome *ret_outcome,
                              GError **error);
/* Keeps a fact, to count once its file is done; inside a write transaction, whose use case bumps the
 * data version then. */
CX_MUST_USE bool cx_fact_put(CxCtx *ctx, const CxFact *fact, CxFactOutcome *ret_outcome,
                             GError **error);
/* Marks at most n_max of what a file that is done has revised as not the latest, which saves readers nothing to see and
 * queries an index to look at; *ret_is_more: there may be more. Inside a write transaction. */
CX_MUST_USE bool cx_fact_settle(CxDb *db, int64_t file, int64_t n_max, bool *ret_is_more,
                                GError **error);
/* Takes away at most n_max facts of a file that is not done; *ret_is_more: there may be more. Inside a
 * write transaction. */
CX_MUST_USE bool cx_fact_take_away(CxDb *db, int64_t file, int64_t n_max, bool *ret_is_more,
                                   GError **error);

/* The facts of one metric over the same days, added up. */
typedef struct {
    CxDay from; /* CX_DAY_NONE: facts without a day, first of all */
    CxDay to;
    int64_t sum; /* as facts are kept; of money in the reporting currency */
    int64_t n;
} CxFactPoint;

typedef struct {
    GArray *points;        /* of CxFactPoint, by first and last day; never NULL */
    char *currency;        /* of money: the reporting one; else NULL */
    int64_t n_unconverted; /* money facts left out: no rate on their day */
} CxFactSeries;

void cx_fact_series_free(CxFactSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactSeries, cx_fact_series_free)

/* What of a metric's facts. */
typedef struct {
    CxFactKind kind;
    const char *key; /* only this department or unit; NULL: all */
} CxFactWhat;

/* The facts that count, added up over the same days. The caller has the metric through the wall.
 * (transfer full) */
CX_MUST_USE CxFactSeries *cx_fact_series(CxCtx *ctx, const CxMetric *metric, CxFactWhat what,
                                         GError **error);
/* The same in the whole months, quarters or years that `points` fit in, facts without a day left
 * out: (transfer full) GArray of CxFactPoint. */
GArray *cx_fact_by_month(const GArray *points);

/* Where the classes of a metric's facts end: as the metric declares, else at the quarters of its facts;
 * and at today's target, where there is one. Ascending, of money in the reporting currency. (transfer
 * full) GArray of int64_t. */
CX_MUST_USE GArray *cx_fact_cuts(CxCtx *ctx, const CxMetric *metric, GError **error);

/* Whether some of a metric's facts are of responses or transactions: of what customers rate itself. */
CX_MUST_USE bool cx_fact_is_of_answers(CxCtx *ctx, const CxMetric *metric, bool *ret_is,
                                       GError **error);

/* Of what kind a metric's facts are. */
typedef struct {
    CxFactKind kind;
    int64_t n; /* facts */
} CxFactCount;

/* (transfer full) GArray of CxFactCount, only kinds there are facts of. */
CX_MUST_USE GArray *cx_fact_count(CxCtx *ctx, const CxMetric *metric, GError **error);
/* The units of period facts with the latest value of each, by key: GPtrArray of CxFactUnit. */
typedef struct {
    char *key; /* "" for the whole */
    CxDay from;
    CxDay to;
    int64_t value;
    char *currency; /* of money, else NULL */
} CxFactUnit;

void cx_fact_unit_free(CxFactUnit *unit);
/* (transfer full) The caller has the metric through the wall. */
CX_MUST_USE GPtrArray *cx_fact_units(CxCtx *ctx, const CxMetric *metric, GError **error);
