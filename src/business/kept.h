/* What was made of the store is kept in memory until the store changes (docs/decisions/0068).
 *
 * The key of what is kept names all it was made of: the versions of the areas it was read from, and
 * the numbers and texts of the question. Another version is another key, so nothing that is out of
 * date can be found. Values hold what everybody is told alike: the wall is asked before, each time.
 * Contexts without a shelf, and those that write, keep nothing and find nothing. */
#pragma once

#include "base/keep.h"
#include "people/ctx.h"

/* Every audited change counts: for what is made of names, roster and program as well. */
#define CX_KEPT_ANY NULL

typedef struct {
    const char *what; /* names the use, and the version of its making: "fact_spread" */
    const char *area; /* of db/version.h, or CX_KEPT_ANY */
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
