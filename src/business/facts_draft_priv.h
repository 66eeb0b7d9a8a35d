/* The inside of drafting a mapping of facts. Inside business/facts_draft*.c only. */
#pragma once

#include "business/facts_draft.h"
#include "business/facts_mapping.h"
#include "codec/table.h"

/* Words of headers, NULL ends. */
extern const char *const cx_facts_date_words[];
extern const char *const cx_facts_money_words[];
extern const char *const cx_facts_down_words[];
extern const char *const cx_facts_share_words[];
extern const char *const cx_facts_id_words[];

bool cx_facts_is_among(const char *word, const char *const *words);
/* Whether one of the words of the header is one of these. */
bool cx_facts_says(const char *header, const char *const *words);
/* Whether the header is one of the words, alone or with a word for "number". */
bool cx_facts_is_called(const char *header, const char *const *words);

/* What stands in a column, or beside the name of a metric. */
typedef struct {
    int64_t n_filled, n_number, n_percent, n_yes_no, n_code;
    int64_t n_of[CX_PERIOD_KIND_N];
    int decimals;
    double lo, hi;
    const char *sign; /* currency of a sign before an amount, or NULL */
    GHashTable *seen; /* of different cells */
} CxFactsProfile;

void cx_facts_profile_init(CxFactsProfile *profile);
void cx_facts_profile_clear(CxFactsProfile *profile);
/* Takes a cell in. */
void cx_facts_profile_add(CxFactsProfile *profile, const CxCsvField *field);
/* Whether at least that share of the filled cells is among n. */
bool cx_facts_is_mostly(int64_t n, const CxFactsProfile *profile, double share);
bool cx_facts_is_number(const CxFactsProfile *profile);
bool cx_facts_is_yes_no(const CxFactsProfile *profile);
/* Decides label, unit, direction and decimals of a metric by its name and its values. */
void cx_facts_decide_metric(const CxFactsDraft *draft, CxFactsColumn *column,
                            const CxFactsProfile *profile);

/* A look at a file: the draft, and what stands in each of its columns. */
typedef struct {
    CxFactsDraft *draft;
    CxFactsProfile *profiles;
    int64_t n_rows;
    const CxFactsHints *hints; /* or NULL */
} CxFactsLook;

/* Decides a column, with the sentence that says why. */
void cx_facts_decide(const CxFactsLook *look, size_t i, CxFactsTaken taken, const char *reason);
/* Whether nothing is decided of it yet. */
bool cx_facts_is_free(const CxFactsLook *look, size_t i);

/* facts_draft_shape.c: columns headed by periods, whose cells are values. */
void cx_facts_decide_periods(CxFactsLook *look, const CxFactsHints *hints);
/* Columns that say units: they are left out, and read when metrics are listed. */
void cx_facts_decide_units(CxFactsLook *look);
/* A column whose cells name the metric of their row, and the one that holds its value. */
void cx_facts_decide_measure(CxFactsLook *look);
/* Whether a column names metrics, by its header. */
bool cx_facts_is_measure_header(const char *header);
/* Whether a column says units. */
bool cx_facts_is_unit_header(const char *header);
/* How surely headers are those of such a file: 0, or what is added for it. */
int cx_facts_shape_fit(const char *const *headers, size_t n);
