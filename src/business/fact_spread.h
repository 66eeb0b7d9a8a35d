/* How the facts of a metric lie: how many there are of each value. */
#pragma once

#include <glib.h>

#include "business/fact.h"

typedef struct {
    int64_t value; /* as facts are kept */
    int64_t n;
} CxFactSpread;

/* The facts that count and begin from..to, by value; facts without a day are of any. Not for money,
 * whose currencies differ (asserted). The caller has the metric through the wall. TOO_LARGE beyond
 * CX_DB_ROWS_MAX different values. (transfer full) GArray of CxFactSpread, shared: not to be changed. */
CX_MUST_USE GArray *cx_fact_spread(CxCtx *ctx, const CxMetric *metric, CxFactKind kind, CxDay from,
                                   CxDay to, GError **error);
