/* What kind of facts are these, and which column is what?
 *
 * Looks at the first rows of a table and drafts a mapping of facts (business/facts_mapping.h): whose
 * the facts are, which column is their day, which are metrics, in which unit. Each column carries the
 * sentence that says why. A draft is for a person to look at and correct: its members may be changed,
 * with texts of its arena, and the mapping is written anew. Nothing is taken in by it.
 *
 * Pure: no store, no clock. A draft is a value in its arena; one thread. */
#pragma once

#include "base/arena.h"
#include "business/fact.h"
#include "business/period.h"

#define CX_FACTS_TAKEN_MAP(X)                                                                      \
    X(OUT, "out")                                                                                  \
    X(KEY, "key")               /* whose the fact is */                                            \
    X(DATE, "date")             /* its day or period */                                            \
    X(DEPARTMENT, "department") /* whose work it is */                                             \
    X(CURRENCY, "currency")     /* of the row's amounts */                                         \
    X(METRIC, "metric")                                                                            \
    X(PERIOD, "period")   /* headed by a period: values of one */                                  \
    X(YEAR, "year")       /* the year of those periods, where they name none */                    \
    X(MEASURE, "measure") /* names the metric of its row */                                        \
    X(VALUE, "value")     /* of the metric that the row names */                                   \
    X(NAME, "name")       /* of an account, as the following */                                    \
    X(SEGMENT, "segment")                                                                          \
    X(OWNER, "owner")                                                                              \
    X(OPENED, "opened")                                                                            \
    X(CLOSED, "closed")

typedef enum {
#define X(name, key) CX_FACTS_TAKEN_##name,
    CX_FACTS_TAKEN_MAP(X)
#undef X
        CX_FACTS_TAKEN_N
} CxFactsTaken;

/* "metric"; borrowed for ever. */
const char *cx_facts_taken_key(CxFactsTaken taken);
bool cx_facts_taken_find(const char *key, CxFactsTaken *ret_taken);

#define CX_FACTS_UNIT_MONEY "money" /* amounts, each in the currency of its row */

typedef struct {
    const char *name; /* header, without blanks around it */
    CxFactsTaken taken;
    const char *reason; /* a sentence */
    /* of a metric */
    const char *label;
    const char
        *unit; /* "days", "share", an ISO 4217 code, CX_FACTS_UNIT_MONEY, "" for a plain number */
    bool is_down;                /* less is better */
    int decimals;                /* of plain numbers and units but share and money */
    bool is_of_100;              /* a share written as 58 for 58 % */
    bool is_yes_no;              /* a share of texts yes and no */
    const char *department;      /* key of whose work it is, or NULL */
    const char *department_name; /* of it */
} CxFactsColumn;

typedef struct {
    CxFactKind kind;
    const char *survey;     /* key, of facts by response or respondent; else NULL */
    CxPeriodKind written;   /* how the date is */
    int32_t year;           /* of columns headed by months that name none; 0: nobody said */
    CxFactsColumn *columns; /* in the order of the file */
    size_t n_columns;
    CxFactsColumn
        *measures; /* metrics that stand in the rows: named by them, or the one of a file whose
                                columns are periods; METRIC or OUT */
    size_t n_measures;
    const char *like;    /* the earlier file it is read like, or NULL */
    const char *gone;    /* its columns that this one lacks, "Days, Value"; or NULL */
    const char *arrived; /* columns that one did not have; or NULL */
    bool is_given;       /* the mapping was uploaded: what the columns say is not used */
    const char *lack;    /* why no mapping can be written as it is, a sentence, or NULL */
    CxArena *arena;
} CxFactsDraft;

/* A header by which the answers here name themselves, their transaction, respondent or account. */
typedef struct {
    const char *header;
    CxFactKind kind;
    const char *survey; /* key of the survey it was found in */
} CxFactsKnownKey;

/* What is known of the home and the file; borrowed, may be NULL. */
typedef struct {
    const CxFactsKnownKey *known; /* those of files like none of these, first what counts most */
    size_t n_known;
    const char *survey;    /* key of the survey whose responses the facts may be of */
    const char *file_name; /* names the metric of a file that does not, or NULL */
    int32_t year;          /* of columns headed by months that name none; 0: not known */
} CxFactsHints;

/* A file, borrowed. */
typedef struct {
    const char *file_name;
    const void *data;
    size_t len_bytes;
} CxFactsSource;

/* How surely headers are those of a file of facts, 0 (no) to 100; of the hints the known keys count. */
int cx_facts_draft_fit(const char *const *headers, size_t n, const CxFactsHints *hints);
/* Looks at a file. INVALID when it is empty; as cx_table_open. (transfer full) */
CX_MUST_USE CxFactsDraft *cx_facts_draft_make(const void *data, size_t len_bytes,
                                              const CxFactsHints *hints, GError **error);
/* Whether some column is taken so. */
bool cx_facts_draft_has(const CxFactsDraft *draft, CxFactsTaken taken);
/* Whether the metrics stand in the rows: a column names them, or the columns are periods. */
bool cx_facts_draft_is_in_rows(const CxFactsDraft *draft);
/* Whether columns taken for periods are headed by months or quarters without a year, and no column
 * says it: `year` does. */
bool cx_facts_draft_wants_year(const CxFactsDraft *draft);
/* Lists the metrics that stand in the rows, as they are named in the first 50,000 of them; what is decided
 * of one that is listed already stands. As cx_table_open. */
CX_MUST_USE bool cx_facts_draft_list(CxFactsDraft *draft, const CxFactsSource *source,
                                     GError **error);
/* Decides like an earlier draft what columns of the same names are, and notes what is gone and new. False,
 * and nothing changed, where its key or date are gone, or all of its metrics. */
bool cx_facts_draft_like(CxFactsDraft *draft, const CxFactsDraft *earlier, const char *file_name);
void cx_facts_draft_free(CxFactsDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactsDraft, cx_facts_draft_free)
/* The mapping as decided, indented; NULL where something lacks, and lack says what. (transfer full) */
char *cx_facts_draft_mapping(CxFactsDraft *draft);
/* As JSON, and back; CORRUPT for what is none. (transfer full) */
char *cx_facts_draft_json(const CxFactsDraft *draft);
CX_MUST_USE CxFactsDraft *cx_facts_draft_parse(const char *json, GError **error);
