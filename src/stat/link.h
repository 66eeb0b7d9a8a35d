/* Links: whether a series of a measure goes with the series of metrics, and how many periods later.
 *
 * y = what is taken out + slope · x(lag periods before) + drift + sampling error. Taken out are a level for
 * each stretch between splices and, of one series, a straight line and (from 36 periods on) the season; of
 * several units, what all of them have in common in a period. Drift is AR(1) by restricted maximum
 * likelihood, the sampling error is known. All lags of all metrics are one search: p and intervals
 * are those of its largest |t| under a parametric bootstrap. docs/methods/links.md. Pure, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_LINK_LAG_MAX        6
#define CX_LINK_LAGS           (CX_LINK_LAG_MAX + 1)
#define CX_LINK_PERIODS_MIN    18 /* with a measure, and the metric up to CX_LINK_LAG_MAX before */
#define CX_LINK_PERIODS_MAX    60
#define CX_LINK_SEASON_MIN     36 /* periods */
#define CX_LINK_UNITS_MAX      60
#define CX_LINK_METRICS_MAX    40
#define CX_LINK_REPLICATES     999
#define CX_LINK_REPLICATES_MIN 19

/* What can be said of a link.
 *      status          key */
#define CX_LINK_STATUS_MAP(X)                                                                      \
    X(OK, "ok")                   /* slope, interval and p, whether or not they show anything */   \
    X(TOO_FEW, "too_few_periods") /* under CX_LINK_PERIODS_MIN that both have */                   \
    X(CONSTANT, "constant")       /* the metric stays the same, or is alike in all units */        \
    X(TAKEN_OUT, "taken_out")     /* it moves with the line, the season or the splices alone */

typedef enum {
#define X(name, key) CX_LINK_##name,
    CX_LINK_STATUS_MAP(X)
#undef X
        CX_LINK_STATUS_N
} CxLinkStatus;

/* "ok"; borrowed for ever. */
const char *cx_link_status_key(CxLinkStatus status);

typedef struct {
    size_t n_units;     /* 1: one series */
    size_t n_periods;   /* CX_LINK_PERIODS_MAX at most */
    const double *y;    /* n_units × n_periods, unit by unit; NaN: none */
    const double *se;   /* its sampling error, as y; 0 or more */
    const int *stretch; /* of each period: another number after each splice, from 0 */
    size_t n_metrics;   /* CX_LINK_METRICS_MAX at most */
    /* n_metrics × n_units × (CX_LINK_LAG_MAX + n_periods): from CX_LINK_LAG_MAX periods before; NaN */
    const double *x;
    size_t n_replicates; /* CX_LINK_REPLICATES_MIN at least */
    uint64_t seed;
} CxLinkAsk;

/* One lag of one metric. */
typedef struct {
    double slope; /* of y per unit of x */
    double se;
    double lo, hi; /* 95 %, over all lags and metrics together */
} CxLinkLag;

typedef struct {
    CxLinkStatus status;
    size_t n_rows;                /* periods both have */
    size_t lag;                   /* the one chosen: the largest |t| */
    CxLinkLag lags[CX_LINK_LAGS]; /* NaN without OK */
    double p;                     /* that nothing is linked, searched as widely; NaN without OK */
} CxLink;

typedef struct {
    CxLink items[CX_LINK_METRICS_MAX];
    size_t n;
    size_t n_searched; /* metrics with OK */
    size_t n_rows;     /* periods with a measure in all units */
    double critical;   /* |t| that half-widths are made with; NaN: none */
} CxLinks;

/* (transfer full), freed by g_free. */
CX_MUST_USE CxLinks *cx_stat_links(const CxLinkAsk *ask);
