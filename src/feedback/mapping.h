/* A mapping: how the columns of a file become responses of a survey version.
 *
 * It is a JSON document (docs/formats/mapping.md), kept with every import that used it. Parsing
 * checks all of it and lists every problem with its place ("/items/3/kind"); a mapping in hand is
 * whole and consistent, immutable, and owns its texts. */
#pragma once

#include <glib.h>

#include "base/issues.h"
#include "feedback/survey.h"

/* How dates are written in the file. */
typedef enum {
    CX_DATE_ISO,          /* 2018-05-31, also with a time and an offset */
    CX_DATE_MDY,          /* 5/31/2018, also with a time and AM or PM */
    CX_DATE_DMY,          /* 31.5.2018, 31/5/2018, 31-5-2018, also with a time */
    CX_DATE_EXCEL,        /* 43251.5: days since 1899-12-30 */
    CX_DATE_DAY_OF_MONTH, /* 31, of the month the mapping names */
    CX_DATE_DAY_OF_YEAR,  /* 151, of the year the mapping names */
    CX_DATE_CODED,        /* 14, one of the codes the mapping gives days to */
    CX_DATE_CONSTANT,     /* all responses on the one day the mapping names */
} CxDateKind;

typedef struct {
    const char *source; /* as in the file */
    CxDay day;
} CxDateCode;

typedef struct {
    CxDateKind kind;
    const char *column;      /* NULL when constant */
    int32_t first_day;       /* day one of the month or year, or the constant day (CxDay.v) */
    int32_t n_days;          /* length of that month or year */
    const CxDateCode *codes; /* when coded */
    size_t n_codes;
    const char *weekday;   /* column that says the day of the week as a check, or NULL */
    int64_t weekday_first; /* its code for Sunday */
} CxDateRule;

typedef struct {
    const char *source;
    const char *key;
    const char *label;
} CxMappingMode;

typedef struct {
    const char *key;
    const char *name;
} CxMappingDepartment;

/* Rows that are no responses: previews, tests, questionnaires never sent off. */
typedef struct {
    const char *column;
    const char *const *values; /* as the file says them; "" is an empty cell */
    size_t n_values;
    const char *reason; /* what such rows are, or NULL */
} CxMappingSkip;

/* How an answer is computed from other columns. */
typedef enum {
    CX_COMPUTE_NONE,         /* it stands in a column */
    CX_COMPUTE_DAYS_BETWEEN, /* the second date less the first, in days */
    CX_COMPUTE_SUM,          /* of numbers; none where one is missing */
    CX_COMPUTE_LOOKUP,       /* what a table gives a text */
} CxComputeKind;

typedef struct {
    const char *source;
    const char *value;
} CxLookup;

typedef struct {
    CxComputeKind kind;
    const char *const *columns;
    size_t n_columns;        /* 0 for NONE, 2 for days, 1 for a lookup */
    const CxDateRule *dates; /* of days, parallel to columns */
    const CxLookup *table;   /* of a lookup, sorted by source */
    size_t n_table;
    const char *fallback; /* of texts not in the table; NULL: the row is set aside */
} CxCompute;

#define CX_RESPONDENT_COLUMNS_MAX 4  /* a name's parts */
#define CX_MAPPING_HEADERS_MAX    10 /* records before the first response */

typedef struct {
    const char *key;
    const char *label;
    CxItemRole role;
    const char *department; /* key, or NULL */
    CxItemVersion asked;    /* codes, scale and column; its indices are not used. A computed item's
                               column says how: "days from A to B" */
    CxCompute compute;
} CxMappingItem;

typedef struct {
    const char *json; /* the document as given */
    const char *survey_key;
    const char *survey_title;
    const char *zone;
    const char *overall; /* key of the headline item */
    bool is_weighted;
    CxSurveyVersion version; /* without id */
    char delimiter;          /* '\0': look at the header line */
    size_t n_headers;        /* 1 or more; the first of them names the columns */
    bool has_vv_escapes;     /* "{newline}" and the like stand for characters in comments */
    const CxMappingSkip *skips;
    size_t n_skips;
    const char *id_column; /* NULL: rows are told apart by their content */
    CxDateRule date;
    const char *mode_column;   /* NULL: constant or none */
    const char *mode_constant; /* key of the mode of all responses, or NULL */
    const CxMappingMode *modes;
    size_t n_modes;
    const char *weight_column;      /* NULL: no weights */
    const char *cluster_column;     /* NULL: account, else respondent, else each response its own */
    const char *account_column;     /* the customer the answers belong to; NULL: none */
    const char *transaction_column; /* what was bought or done; NULL: none */
    const char *const *respondent_columns; /* who answered; a name may stand in several */
    size_t n_respondent_columns;           /* 0: nobody is told apart */
    const CxMappingDepartment *departments;
    size_t n_departments;
    const CxMappingItem *items; /* in the order of the document */
    size_t n_items;
    CxArena *arena; /* owns all of the above */
} CxMapping;

/* Parses and checks a mapping. NULL with INVALID when the text is not JSON; NULL with *error unset
 * when issues were added. `issues` is the caller's. */
CX_MUST_USE CxMapping *cx_mapping_parse(const char *text, size_t len_bytes, CxIssues *issues,
                                        GError **error);
void cx_mapping_free(CxMapping *mapping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxMapping, cx_mapping_free)
