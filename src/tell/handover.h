/* Briefs that were handed over: to whom, when, by whom, and what they said, kept as they were.
 *
 * A record is never changed. "Not handed over after all" is a record of its own, after which the
 * first counts no more. Texts live in the context's arena. */
#pragma once

#include "people/ctx.h"

CX_ID_TYPE(CxHandoverId);

typedef struct {
    CxHandoverId id;
    CxLeaderId leader;
    const char *survey_key;
    CxDay from, to; /* answers of; CX_DAY_NONE: there were none */
    CxDay day;      /* it was handed over */
    const char *digest;
    const char *headline;
    const char *handed_by; /* name */
    const char *data;      /* JSON, as the API gave it; NULL in lists */
    const char *paper;     /* its sheet, HTML of our own making; NULL in lists */
} CxHandover;

typedef struct {
    const CxHandover *items; /* newest first, without those taken back */
    size_t n;
} CxHandovers;

/* What was handed over; all borrowed. */
typedef struct {
    CxLeaderId leader;
    const char *survey_key;
    CxDay from, to;
    const char *digest;
    const char *headline;
    const char *data;
    const char *paper;
} CxHandoverAdd;

/* The briefs a leader was handed. For the leader and the CX team; FORBIDDEN for others. */
CX_MUST_USE bool cx_handover_list(CxCtx *ctx, CxLeaderId leader, CxHandovers *ret_handovers,
                                  GError **error);
/* The newest brief each leader was handed, one for each who was, by leader: survey, period and day alone.
 * CX team only. */
CX_MUST_USE bool cx_handover_newest(CxCtx *ctx, CxHandovers *ret_handovers, GError **error);
/* Briefs handed over that carry a number, by its card's whole id, newest first. CX team only. */
CX_MUST_USE bool cx_handover_with_card(CxCtx *ctx, const char *card_id, CxHandovers *ret_handovers,
                                       GError **error);
/* One of them, with its sheet. Same wall; NOT_FOUND also for one that was taken back. */
CX_MUST_USE const CxHandover *cx_handover_load(CxCtx *ctx, CxHandoverId id, GError **error);
/* Use case: notes today that the brief was handed over. The same brief on the same day is noted
 * once: *ret_id is then the one there is. CX team only. Writes brief_handover, audit. */
CX_MUST_USE bool cx_handover_add(CxCtx *ctx, const CxHandoverAdd *add, CxHandoverId *ret_id,
                                 GError **error);
/* Use case: it was not handed over after all. NOT_FOUND, also when it was taken back already. CX
 * team only. Writes brief_handover, audit. */
CX_MUST_USE bool cx_handover_take_back(CxCtx *ctx, CxHandoverId id, GError **error);
