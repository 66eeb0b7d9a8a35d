/* What is known of a leader, as they would say it themselves: where they came from, what they carry
 * already, what they asked the program for (practices C1, C3). Facts: the CX team sees all, a leader
 * their own and may ask. Values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_DETAIL_MAP(X)                                                                           \
    X(BACKGROUND, "background")                                                                    \
    X(CARRIES, "carries") /* competing priorities: what else is asked of them */                   \
    X(ASKED, "asked")     /* of the program */

typedef enum {
#define X(name, key) CX_DETAIL_##name,
    CX_DETAIL_MAP(X)
#undef X
        CX_DETAIL_N
} CxDetailKind;

/* "carries"; borrowed for ever. */
const char *cx_detail_kind_key(CxDetailKind kind);
/* INVALID, listing the kinds there are. */
CX_MUST_USE bool cx_detail_kind_parse(const char *key, CxDetailKind *ret_kind, GError **error);

typedef struct {
    int64_t id;
    CxLeaderId leader;
    CxDetailKind kind;
    const char *what;
    CxDay day;
    CxDay ended_on;     /* CX_DAY_NONE: it stands, of ASKED: it is open */
    const char *answer; /* of ASKED, or NULL */
} CxDetail;

typedef struct {
    const CxDetail *items; /* newest first */
    size_t n;
} CxDetails;

/* All the reader may see. FORBIDDEN for others than the CX team and leaders. */
CX_MUST_USE bool cx_detail_list(CxCtx *ctx, CxDetails *ret_details, GError **error);
/* Use case: keeps one from today on. CX team; ASKED also the leader concerned. INVALID without words,
 * NOT_FOUND for the leader. Writes detail, audit. */
CX_MUST_USE bool cx_detail_add(CxCtx *ctx, CxLeaderId leader, CxDetailKind kind, const char *what,
                               GError **error);
/* Writes one; inside a write transaction whose use case asked the wall and checked the words. */
CX_MUST_USE bool cx_detail_keep(CxCtx *ctx, CxLeaderId leader, CxDetailKind kind, const char *what,
                                GError **error);
/* Use case: ends one today; answer: what was said to what they asked, else NULL. CX team only.
 * CONFLICT when it has ended. Writes detail, audit. */
CX_MUST_USE bool cx_detail_end(CxCtx *ctx, int64_t id, const char *answer, CxLeaderId *ret_leader,
                               GError **error);
