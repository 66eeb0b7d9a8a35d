/* A measured value: the only form in which numbers about customers leave this module.
 *
 * Value, interval, number of answers, status and the id of its evidence card never part. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lang/lang.h"

/* What can be said of a value. */
#define CX_MEASURED_MAP(X)                                                                         \
    X(OK, "ok")                     /* value and interval */                                       \
    X(FEW_CLUSTERS, "few_clusters") /* a value; under 20 sampling units, so no interval */         \
    X(DEGENERATE, "degenerate")     /* a value; all answers are alike, so no interval */           \
    X(TOO_FEW, "too_few")           /* too few answers for a value or an interval */               \
    X(HIDDEN, "hidden")             /* fewer answers than may be shown */                          \
    X(HIDDEN_TOO, "hidden_too")     /* hidden so that nobody's answer can be worked out */

typedef enum {
#define X(name, key) CX_MEASURED_##name,
    CX_MEASURED_MAP(X)
#undef X
        CX_MEASURED_N
} CxMeasuredStatus;

#define CX_CARD_ID_LEN 24 /* hex digits: 96 bits */

typedef struct {
    char hex[CX_CARD_ID_LEN + 1]; /* "" for none */
} CxCardId;

typedef struct {
    double value;     /* in the measure's unit (NPS points, %, points of the scale); NaN: none */
    double lo, hi;    /* 95 % interval in the same unit; NaN: none */
    int64_t n;        /* answers counted; -1 when hidden */
    int64_t clusters; /* sampling units the interval is by; -1 when hidden */
    CxMeasuredStatus status;
    const char *rule; /* "cluster_z": how the interval was made; borrowed for ever */
    CxCardId card;    /* "" when hidden */
} CxMeasured;

/* "ok"; borrowed for ever. */
const char *cx_measured_status_key(CxMeasuredStatus status);
/* False, *ret_status untouched, for a key not known. */
CX_MUST_USE bool cx_measured_status_find(const char *key, CxMeasuredStatus *ret_status);
bool cx_measured_has_value(const CxMeasured *measured);
bool cx_measured_has_interval(const CxMeasured *measured);
/* Whether the wall keeps the value, and even its n, back. */
bool cx_measured_is_hidden(const CxMeasured *measured);
