/* Trials: what an import of a file by a mapping would do, so that a person sees it before anything
 * is kept.
 *
 * In a request at most the first CX_TRIAL_ROWS_MAX rows within CX_TRIAL_BYTES_MAX are read; a job reads
 * all of them. Rows that would be set aside are grouped by
 * column, value and reason: one decision settles a group. For a file that is read whole a dry run
 * of the import itself (cx_import_try) says as well which responses are known already, and what the
 * survey refuses. Nothing is written. A trial is a value in its arena. */
#pragma once

#include <glib.h>

#include "feedback/import.h"

#define CX_TRIAL_ROWS_MAX   50000
#define CX_TRIAL_BYTES_MAX  (INT64_C(4) << 20)
#define CX_TRIAL_GROUPS_MAX 50

typedef enum {
    CX_TRIAL_HEAD,  /* as much as a request may take */
    CX_TRIAL_PART,  /* the same, of bytes that are the beginning of the file */
    CX_TRIAL_WHOLE, /* all of it; whoever watches sees it go on, and may end it */
} CxTrialExtent;

typedef struct {
    const char *column; /* NULL: the whole row */
    const char *value;  /* as in the file, shortened; NULL likewise */
    const char *reason; /* of the first */
    int64_t n;
    int64_t first_line;
} CxTrialGroup;

typedef struct {
    int64_t n_rows; /* looked at */
    int64_t n_taken;
    int64_t n_skipped; /* no responses, by the mapping */
    int64_t n_rejected;
    bool is_whole;       /* these are all rows of the file */
    const char *lack;    /* why the mapping does not fit the file at all, or NULL; then all is 0 */
    const char *refusal; /* why the survey would refuse the import, or NULL */
    bool has_known;      /* the three below are known */
    int64_t n_new;       /* responses not known before */
    int64_t n_revised;   /* known ones whose answers would change */
    int64_t n_same;      /* known ones, unchanged */
    const CxTrialGroup *groups; /* most rows first */
    size_t n_groups;
    int64_t n_ungrouped; /* rejected rows in no group listed */
    CxArena *arena;
} CxTrial;

/* Tries the mapping on the file. What is wrong with file or survey is a result, not an error; fails
 * as the store does, FORBIDDEN for others than the CX team, CANCELLED when who watches says so.
 * (transfer full) */
CX_MUST_USE CxTrial *cx_trial_run(CxCtx *ctx, const char *file_name, GBytes *bytes,
                                  const CxMapping *mapping, CxTrialExtent extent, GError **error);
void cx_trial_free(CxTrial *trial);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxTrial, cx_trial_free)

/* As JSON, and back; CORRUPT for what is none. (transfer full) */
char *cx_trial_json(const CxTrial *trial);
CX_MUST_USE CxTrial *cx_trial_parse(const char *json, GError **error);
