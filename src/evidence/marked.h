/* Marked changes: what was changed inside the company, which metric it was to move, and since when. Every night
 * follows what customers say since, beside what the link of before predicted (evidence/link.h). */
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "people/ctx.h"

CX_ID_TYPE(CxMarkedId);

#define CX_MARKED_WHAT_BYTES_MAX 400

typedef struct {
    CxMarkedId id;
    const char *metric; /* key */
    const char *metric_label;
    const char *what;
    CxDay since;
    CxInstant marked_at;
    const char *actor; /* login */
} CxMarked;

typedef struct {
    const CxMarked *items; /* the newest first */
    size_t n;
} CxMarkedList;

/* What a person marks. */
typedef struct {
    const char *metric; /* key */
    const char *what;
    CxDay since; /* today at the latest */
} CxMarking;

/* Use case: marks a change. INVALID without words or for a day to come, NOT_FOUND for no such metric, FORBIDDEN for
 * others than the CX team. Writes marked_change, audit ("marked.add"). */
CX_MUST_USE bool cx_marked_add(CxCtx *ctx, const CxMarking *mark, CxMarkedId *ret_id,
                               GError **error);
/* Use case: takes one back. Writes marked_change, audit ("marked.withdraw"). */
CX_MUST_USE bool cx_marked_withdraw(CxCtx *ctx, CxMarkedId id, GError **error);
/* Those that stand, of metrics the reader may see, in the context's arena; metric NULL: of all. */
CX_MUST_USE bool cx_marked_list(CxCtx *ctx, const char *metric, CxMarkedList *ret_list,
                                GError **error);
