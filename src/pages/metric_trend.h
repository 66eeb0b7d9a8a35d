/* A metric's values in words and as a figure. Texts live in the context's arena. */
#pragma once

#include "business/series.h"

/* A value of the series as read, "3.4 days", "95 %", "EUR 50.50"; the mean of whole numbers gets one
 * decimal more than they have. NULL for NaN. */
const char *cx_metric_series_text(CxCtx *ctx, const CxMetric *metric, const CxSeries *series,
                                  double value);
/* A target or a fact as read. */
const char *cx_metric_target_text(CxCtx *ctx, const CxMetric *metric, const char *currency,
                                  int64_t target);
/* The same as a number of the series' unit. */
double cx_metric_target_value(const CxMetric *metric, const char *currency, int64_t target);
/* Whether a value is on the wrong side of its target. */
bool cx_metric_is_missed(const CxMetric *metric, double value, double target);
/* The last periods with today's target, drawn; NULL for fewer than two periods with days. */
const char *cx_metric_trend(CxCtx *ctx, const CxMetric *metric, const CxSeries *series);
