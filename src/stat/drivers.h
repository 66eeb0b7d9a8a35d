/* Drivers: which ratings an outcome goes with, and how much of it.
 *
 * A linear regression of the outcome on all drivers, over the responses that answered all of them
 * (listwise); its R^2 is shared out by relative importance (stat/importance.h). Intervals are percentiles
 * of a bootstrap that draws sampling units; tests are by sampling unit too. docs/methods/drivers.md has
 * every formula. Pure but for memory, any thread; the same ask gives the same answer. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/importance.h"

#define CX_DRIVERS_ANSWERS_MIN  100 /* below, nothing is estimated ... */
#define CX_DRIVERS_ANSWERS_EACH 10  /* ... nor below so many for each driver */
#define CX_DRIVERS_UNITS_MIN    20  /* sampling units, below which there is no interval ... */
#define CX_DRIVERS_UNITS_EACH   2   /* ... nor below so many for each driver */
#define CX_DRIVERS_GROUPS_MAX                                                                      \
    1000 /* more units than that are dealt at random into as many groups */
#define CX_DRIVERS_LMG_DRAWN_MAX  16   /* LMG of more drivers is not drawn again and again */
#define CX_DRIVERS_REPLICATES     200  /* as a rule */
#define CX_DRIVERS_REPLICATES_MIN 40   /* fewer have no middle 95 % */
#define CX_DRIVERS_REPLICATES_MAX 4999 /* */
#define CX_DRIVERS_SIDE_MIN       30 /* answers on each side of a knot, below which no bend is seen */
#define CX_DRIVERS_VIF_HIGH       5.0 /* from where on a driver cannot be told from the others */

/*      status            key                 meaning for people                                     */
#define CX_DRIVERS_STATUS_MAP(X)                                                                   \
    X(OK, "ok", "importance with intervals")                                                       \
    X(POINT, "point", "importance without intervals: none were asked for, or by LMG of too many")  \
    X(FEW_CLUSTERS, "few_clusters", "too few sampling units, so no intervals")                     \
    X(NO_ANSWERS, "no_answers", "no response answered the outcome and all drivers")                \
    X(NO_WEIGHT, "no_weight", "no response that answered all has a weight")                        \
    X(TOO_FEW, "too_few", "too few responses answered the outcome and all drivers")                \
    X(ONE_UNIT, "one_unit", "all answers come from one sampling unit")                             \
    X(CONSTANT_OUTCOME, "constant_outcome", "all answers to the outcome are alike")                \
    X(CONSTANT_DRIVER, "constant_driver", "all answers to a driver are alike")                     \
    X(COLLINEAR, "collinear", "a driver is made of others, so they cannot be told apart")          \
    X(DETERMINED, "determined", "the drivers give the outcome exactly")

typedef enum {
#define X(name, key, meaning) CX_DRIVERS_##name,
    CX_DRIVERS_STATUS_MAP(X)
#undef X
        CX_DRIVERS_STATUS_N
} CxDriversStatus;

/* "collinear"; borrowed for ever. */
const char *cx_drivers_status_key(CxDriversStatus status);

typedef enum { CX_DRIVERS_LMG, CX_DRIVERS_JOHNSON, CX_DRIVERS_METHOD_N } CxDriversMethod;

/* "lmg", "johnson"; borrowed for ever. */
const char *cx_drivers_method_key(CxDriversMethod method);

/* One question's answers by row. */
typedef struct {
    const uint8_t *codes;
    uint8_t lo, hi; /* lo < hi; codes outside are missing */
    double knot;    /* of the scale, where a driver's line may bend; NaN: nowhere */
    bool is_turned; /* low is good: taken as lo + hi - code */
} CxDriversColumn;

typedef struct {
    const CxDriversColumn *outcome;
    const CxDriversColumn *drivers; /* n_drivers, 1..CX_DRIVERS_MAX; of LMG 1..CX_DRIVERS_LMG_MAX */
    size_t n_drivers;
    size_t n_rows;
    const uint8_t *mask;      /* 1 for each row that counts, by row; NULL: all */
    const double *weights;    /* by row, NaN: none; NULL: 1 each */
    const uint32_t *clusters; /* by row; NULL: each row is a unit of its own */
    size_t n_clusters;        /* every cluster is below it */
    CxDriversMethod method;
    size_t n_replicates; /* 0: no intervals */
    uint64_t seed;
} CxDriversAsk;

/* Whether a driver works alike in both directions: a regression in which each driver's line may bend at its
 * knot. Slopes are points of the outcome for each point of the driver, the others held equal. */
typedef enum {
    CX_BEND_NONE,     /* too few answers below or above the knot to say */
    CX_BEND_STRAIGHT, /* no bend that chance would not make */
    CX_BEND_PENALTY,  /* steeper below: what is missing costs more than what is added brings */
    CX_BEND_REWARD,   /* steeper above */
} CxBendKind;

typedef struct {
    CxBendKind kind;
    double below, below_lo, below_hi; /* slope below the knot, 95 %; NaN: none */
    double above, above_lo, above_hi;
    double p; /* of below = above, adjusted over the drivers; NaN: none */
} CxBend;

typedef struct {
    double importance; /* part of the outcome's variance, 0..1; NaN: none */
    double lo, hi;     /* 95 %; NaN: none */
    double share;      /* of R^2, 0..1 */
    double slope;      /* of the regression, standardised */
    double p;          /* of slope = 0, adjusted over the drivers (Benjamini-Hochberg); NaN: none */
    double vif;        /* >= 1 */
    int rank;          /* 1 is most important; 0 where its interval overlaps another */
    CxBend bend;
    int nearest; /* the driver it goes with most, pair by pair, unweighted; -1: none can be said */
    double nearest_r;  /* their correlation, low turned to high; NaN: none */
    int64_t nearest_n; /* responses that answered both */
} CxDriver;

typedef struct {
    CxDriversStatus status;
    int64_t n;        /* responses that answered all, with a weight if weights count */
    int64_t n_rows;   /* responses that the mask keeps */
    int64_t clusters; /* sampling units among the n */
    double r2;        /* 0..1; NaN: none */
    double r2_lo, r2_hi;
    double condition;    /* of the drivers' correlations; NaN: none */
    size_t n_replicates; /* draws that the intervals are of */
    size_t n_drivers;
    CxDriver drivers[CX_DRIVERS_MAX];
    bool is_involved[CX_DRIVERS_MAX];      /* CONSTANT_DRIVER, COLLINEAR: which */
    int64_t n_answers[CX_DRIVERS_MAX + 1]; /* to each driver, then to the outcome, of n_rows */
} CxDrivers;

/* True where there is importance: OK, POINT, FEW_CLUSTERS. */
bool cx_drivers_has_values(const CxDrivers *drivers);

/* (transfer full), by g_free. */
CxDrivers *cx_stat_drivers(const CxDriversAsk *ask);
