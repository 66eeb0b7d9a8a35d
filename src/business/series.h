/* A metric over time: one value a period, made from its facts in the one way its kind allows.
 *
 * Given: period facts of the whole organisation, as they stand. Sum: money of accounts, transactions
 * and so on, by month. Mean: any other metric of these, by month. Median: period facts of several
 * departments or units, the middle one of each period. Values are in the metric's unit; they are
 * counted, not sampled, so they have no interval. */
#pragma once

#include <glib.h>

#include "business/fact.h"

typedef enum {
    CX_SERIES_GIVEN,
    CX_SERIES_SUM,
    CX_SERIES_MEAN,
    CX_SERIES_MEDIAN,
    CX_SERIES_HOW_N
} CxSeriesHow;

/* "given", "sum", "mean", "median"; borrowed for ever. */
const char *cx_series_how_key(CxSeriesHow how);

typedef struct {
    CxDay from;
    CxDay to;
    double value;
    int64_t n; /* facts behind it */
} CxSeriesPoint;

typedef struct {
    CxSeriesHow how;
    CxFactKind kind;       /* of its facts */
    GArray *points;        /* of CxSeriesPoint, by day; never NULL */
    char *currency;        /* of money, else NULL */
    int64_t n_unconverted; /* money facts left out: no rate on their day */
} CxSeries;

/* Gives a reference back; NULL is fine. */
void cx_series_unref(CxSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSeries, cx_series_unref)

/* The series of a metric: given where there is one, else the sum or mean of the kind with most facts,
 * else the median over departments or units. The caller has the metric through the wall. Shared:
 * not to be changed. (transfer full) */
CX_MUST_USE CxSeries *cx_series_load(CxCtx *ctx, const CxMetric *metric, GError **error);
/* Period facts of one department or unit, or of the whole for ""; without points when there are none.
 * (transfer full) */
CX_MUST_USE CxSeries *cx_series_load_of(CxCtx *ctx, const CxMetric *metric, const char *key,
                                        GError **error);
/* How many points, from the first, are of periods that are over: what a month under way holds so far
 * is no value to compare. All of them when none is over. */
guint cx_series_n_over(const CxSeries *series, CxDay today);
/* The median over departments or units, whatever else there is; without points when there are none.
 * (transfer full) */
CX_MUST_USE CxSeries *cx_series_load_median(CxCtx *ctx, const CxMetric *metric, GError **error);
