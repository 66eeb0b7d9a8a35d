/* Metrics: the numbers an organisation keeps about its own work, each with its department's target.
 *
 * A fact of a metric is a whole number of 10^-decimals of its unit; of money, of the minor unit of
 * the fact's currency. Targets are dated and never overwritten: what was meant in March is still
 * known in June. Metrics are read under the wall: a leader sees those of their departments; what is
 * nobody's in particular is for those who see all departments. */
#pragma once

#include <glib.h>

#include "base/id.h"
#include "people/ctx.h"

CX_ID_TYPE(CxMetricId);

/* The area of the data version (db/version.h) that counts changes of metrics and facts. */
#define CX_BUSINESS_AREA        "business"
#define CX_METRIC_UNIT_SHARE    "share" /* 0..1, shown per cent */
#define CX_METRIC_CUTS_MAX      20      /* ends of classes */
#define CX_METRIC_KEY_BYTES_MAX 59      /* so that "fact-KEY" is a key too */

typedef enum {
    CX_METRIC_UP,   /* more is better */
    CX_METRIC_DOWN, /* less is better */
} CxMetricDirection;

typedef struct {
    CxMetricId id;
    char *key;   /* stable: "days_to_deliver" */
    char *label; /* as shown */
    char *unit;  /* "days"; "" for a plain number or money */
    CxMetricDirection direction;
    int decimals; /* 0..6; of money, those of the currency it is shown in */
    bool is_money;
    CxDepartmentId department; /* whose it is, or 0 */
    GArray *cuts;              /* of int64_t, ascending: ends of classes; never NULL */
    bool has_target;           /* today */
    int64_t target;            /* as facts are kept; with has_target */
    CxDay target_from;         /* CX_DAY_NONE: none was ever set */
    bool has_facts;            /* that count */
} CxMetric;

/* A metric's facts that count. */
typedef struct {
    int64_t n;
    CxDay first_day; /* of them, CX_DAY_NONE without any */
    CxDay last_day;
} CxMetricExtent;

void cx_metric_free(CxMetric *metric);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxMetric, cx_metric_free)

/* "2.5", "58 %", "EUR 1,200.00", without the unit else: for people. currency is used for money only.
 * (transfer full) */
char *cx_metric_value_text(const CxMetric *metric, const char *currency, int64_t value);
/* The same with the unit behind it. (transfer full) */
char *cx_metric_value_words(const CxMetric *metric, const char *currency, int64_t value);
/* How often a class of values comes first in text: "up_to_2", "over_2_up_to_3_5", "over_5" as a key
 * of [a-z0-9_-]; and in words, "over 2 up to 3.5". i_class is 0..cuts->len. (transfer full) */
char *cx_metric_class_key(const CxMetric *metric, const GArray *cuts, guint i_class);
char *cx_metric_class_label(const CxMetric *metric, const GArray *cuts, const char *currency,
                            guint i_class);
/* The class of a value: how many cuts are below it. A value on a cut is in the class that ends
 * there. */
guint cx_metric_class(const GArray *cuts, int64_t value);

/* What a mapping says of a metric. Texts are borrowed. */
typedef struct {
    const char *key;
    const char *label;
    const char *unit;
    CxMetricDirection direction;
    int decimals;
    bool is_money;
    CxDepartmentId department;
    const int64_t *cuts;
    size_t n_cuts;
} CxMetricSpec;

typedef enum {
    CX_METRIC_ADD,    /* one that is there stays as it is */
    CX_METRIC_UPDATE, /* one that is there is brought up to date */
} CxMetricEnsure;

/* The metric of that key, added if there is none; inside a write transaction whose use case writes the
 * audit. *ret_is_changed is set true when anything was written, else left alone. CONFLICT for a unit,
 * decimals or kind of money other than those its facts were kept in. */
CX_MUST_USE bool cx_metric_ensure(CxCtx *ctx, const CxMetricSpec *spec, CxMetricEnsure how,
                                  CxMetricId *ret_id, bool *ret_is_changed, GError **error);

/* All metrics the reader may see, by label, with today's targets: GPtrArray of CxMetric;
 * (transfer full). */
CX_MUST_USE GPtrArray *cx_metric_list(CxCtx *ctx, GError **error);
/* All there are, whoever asks: for frames, whose readers ask the wall of each column. */
CX_MUST_USE GPtrArray *cx_metric_all(CxCtx *ctx, GError **error);
/* One of them by key; NOT_FOUND, also for one behind the wall. (transfer full) */
CX_MUST_USE CxMetric *cx_metric_find(CxCtx *ctx, const char *key, GError **error);

/* How many facts it has, and of which days. */
CX_MUST_USE bool cx_metric_extent(CxCtx *ctx, const CxMetric *metric, CxMetricExtent *ret_extent,
                                  GError **error);

/* A target as it was set. */
typedef struct {
    CxDay from;
    bool has_target; /* false: none from then on */
    int64_t target;
    char *note; /* or NULL */
    CxInstant set_at;
    char *actor; /* login */
} CxMetricTarget;

void cx_metric_target_free(CxMetricTarget *target);

/* Use case: sets what a metric should be from a day on. target is a number as people write it ("2.5",
 * "58%"), NULL or "": there is none from then on. INVALID for what is no number or has more decimals
 * than the metric; FORBIDDEN for others than the CX team. Writes metric_target, audit. */
CX_MUST_USE bool cx_metric_target_set(CxCtx *ctx, const char *key, CxDay from, const char *target,
                                      const char *note, GError **error);
/* All targets of a metric, latest day first, of one day the last set first: GPtrArray of
 * CxMetricTarget; (transfer full). The caller has the metric through the wall. */
CX_MUST_USE GPtrArray *cx_metric_target_list(CxCtx *ctx, const CxMetric *metric, GError **error);
/* The target in force on a day out of that list, or NULL. Borrowed. */
const CxMetricTarget *cx_metric_target_on(const GPtrArray *targets, CxDay day);
