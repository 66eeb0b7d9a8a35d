/* What was made of the store is kept in memory until the store changes (docs/decisions/0068).
 *
 * The key of what is kept names all it was made of: how often the tables it was read from were changed
 * (db/version.h), and the numbers and texts of the question. Another version is another key, so nothing
 * that is out of date can be found. Values hold what everybody is told alike: the wall is asked before,
 * each time. Contexts without a shelf, and those that write, keep nothing and find nothing. */
#pragma once

#include "base/keep.h"
#include "people/ctx.h"

/* Everything that is kept, with the tables it is made of: what is read on the way to it and is not part of
 * the question must stand here (tests/unit/pages/test_kept.c holds it to that).
 *    name          tables */
#define CX_KEPT_MAP(X)                                                                             \
    X(FACT_SPREAD, "fact fact_file")                                                               \
    X(METRIC_EXTENT, "fact fact_file")                                                             \
    X(SERIES, "fact fact_file metric currency_rate reporting_currency")                            \
    X(SURVEY_LIST, "survey survey_version item response import_file")                              \
    X(FRAME_OTHER,                                                                                 \
      "survey survey_version item item_version item_code item_owner mode response "                \
      "respondent import_file import_item account account_state department fact fact_file "        \
      "metric")                                                                                    \
    X(RECONCILE, "survey survey_version item item_version item_code item_owner mode response "     \
                 "respondent import_file import_item original original_chunk department fact "     \
                 "fact_file metric account account_state answer_waiting")                          \
    X(QUOTES,                                                                                      \
      "response response_text import_file answer_waiting leader account_person account_state")

typedef enum {
#define X(name, tables) CX_KEPT_##name,
    CX_KEPT_MAP(X)
#undef X
        CX_KEPT_N
} CxKeptWhat;

/* "leader account_state"; borrowed for ever. */
const char *cx_kept_tables(CxKeptWhat what);

typedef struct {
    CxKeptWhat what;
    const char *text; /* may be NULL */
    const int64_t *numbers;
    size_t n_numbers;
} CxKeptAsk;

typedef struct {
    CxKeep *keep; /* borrowed; NULL: nothing is kept here */
    CxDigest key;
} CxKept;

/* Looks for what was kept; *ret_value is it with a reference for the caller, or NULL: then it is to
 * be made, and given to cx_kept_put. */
CX_MUST_USE bool cx_kept_find(CxCtx *ctx, const CxKeptAsk *ask, CxKept *ret_kept, void **ret_value,
                              GError **error);
/* Keeps a reference of its own to what was made; it must not change any more. */
void cx_kept_put(const CxKept *kept, void *value, const CxKeepKind *kind);

/* GArray, GPtrArray, and what g_atomic_rc_box made without owned members. */
extern const CxKeepKind cx_kept_array;
extern const CxKeepKind cx_kept_ptr_array;
extern const CxKeepKind cx_kept_box;
