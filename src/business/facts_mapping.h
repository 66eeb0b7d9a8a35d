/* A mapping of facts: how the columns of a file become facts (docs/formats/facts.md).
 *
 * It is a JSON document of the kind "facts", kept with every file that used it. Parsing checks all of
 * it and lists every problem with its place; a mapping in hand is whole and consistent, immutable, and
 * owns its texts. */
#pragma once

#include <glib.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/issues.h"
#include "business/fact.h"
#include "business/period.h"

#define CX_FACTS_METRICS_MAX 500 /* of one mapping */

/* A text that stands for a number. */
typedef struct {
    const char *source;
    CxDecimal value;
} CxFactsPoint;

/* A metric, and where the file has it. */
typedef struct {
    const char *key;
    const char *label;
    const char *unit;
    CxMetricDirection direction;
    int decimals;
    bool is_money;
    const char *department;      /* key, or NULL */
    const char *column;          /* wide: its values; NULL in a long file */
    const char *named;           /* long: what the metric column says; NULL in a wide file */
    const char *currency;        /* of all amounts, or NULL */
    const char *currency_column; /* of each amount, or NULL */
    CxDecimal factor;            /* values are multiplied by it */
    bool has_lo, has_hi;
    CxDecimal lo, hi; /* after the factor; values outside set the row aside */
    const CxFactsPoint *points;
    size_t n_points;
    const char *const *missing; /* texts that are no value */
    size_t n_missing;
    int64_t cuts[CX_METRIC_CUTS_MAX];
    size_t n_cuts;
} CxFactsMetric;

/* Rows that are not wanted. */
typedef struct {
    const char *column;
    const char *const *values; /* as the file says them; "" is an empty cell */
    size_t n_values;
    const char *reason; /* or NULL */
} CxFactsSkip;

typedef struct {
    const char *key;
    const char *name;
} CxFactsDepartment;

/* Columns that say what an account is; each NULL where the file does not. */
typedef struct {
    const char *name, *segment, *owner, *opened, *closed;
    const char *person, *email, *phone, *office;
} CxFactsAccount;

typedef struct {
    const char *json; /* the document as given */
    char delimiter;   /* '\0': look at the header line */
    size_t n_headers; /* 1 or more; the first of them names the columns */
    CxPoint point;
    CxFactKind kind;
    const char *key_column; /* NULL only for periods: the whole organisation or the department */
    const char *scope;      /* key of a survey, or "" */
    CxPeriodRule period;
    const char *period_column;         /* NULL: see period_columns, or the rule is constant */
    const char *const *period_columns; /* columns whose names are periods and whose cells values */
    size_t n_period_columns;
    const char
        *year_column; /* of their year in each row, or NULL: they name it, or the rule does */
    const char *department_column;   /* or NULL */
    const char *department_constant; /* key, or NULL */
    bool adds_departments;           /* one that is not known is added, else set aside */
    const char *metric_column;       /* long: which metric; else NULL */
    const char *value_column;        /* long: its value; NULL with period_columns */
    const CxFactsMetric *metrics;
    size_t n_metrics;
    const CxFactsSkip *skips;
    size_t n_skips;
    const CxFactsDepartment *departments; /* those metrics are given to */
    size_t n_departments;
    CxFactsAccount account;
    CxArena *arena; /* owns all of the above */
} CxFactsMapping;

/* Whether a document is a mapping of facts: it says so. */
bool cx_facts_mapping_is_kind(const char *text, size_t len_bytes);
/* Parses and checks. NULL with INVALID when the text is no JSON; NULL with *error unset when issues
 * were added. `issues` is the caller's. (transfer full) */
CX_MUST_USE CxFactsMapping *cx_facts_mapping_parse(const char *text, size_t len_bytes,
                                                   CxIssues *issues, GError **error);
/* The same, of a mapping that is kept or was checked before: what is wrong is an error, INVALID. (transfer
 * full) */
CX_MUST_USE CxFactsMapping *cx_facts_mapping_read(const char *text, size_t len_bytes,
                                                  GError **error);
void cx_facts_mapping_free(CxFactsMapping *mapping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactsMapping, cx_facts_mapping_free)
